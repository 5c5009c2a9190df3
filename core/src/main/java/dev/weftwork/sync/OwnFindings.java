package dev.weftwork.sync;

import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteFailure.Kind;

/** Failures that no server names, since only who syncs can see them. */
final class OwnFindings {
    static final RemoteFailure SNAPSHOT_LATE =
            new RemoteFailure(Kind.UNAVAILABLE, "snapshot-late", "Each snapshot came later than news did");

    static final RemoteFailure NO_VERDICTS =
            new RemoteFailure(Kind.UNAVAILABLE, "no-verdicts", "The server said nothing of what was pushed");

    static final RemoteFailure READ_ONLY =
            new RemoteFailure(Kind.FORBIDDEN, "read-only", "This principal may not push to the workspace");

    static final RemoteFailure WENT_BACK = new RemoteFailure(
            Kind.CURSOR_FOREIGN, "went-back", "The server no longer has an operation that it had acknowledged");

    static final RemoteFailure LOST_AGAIN =
            new RemoteFailure(Kind.UNAVAILABLE, "lost-again", "The server does not keep what it is given back");

    private OwnFindings() {}
}
