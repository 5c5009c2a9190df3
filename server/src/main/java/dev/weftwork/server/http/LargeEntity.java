package dev.weftwork.server.http;

import java.util.function.LongConsumer;

/** The memory that a request takes for the large entity that is read and written for it; another takes its place. */
final class LargeEntity {
    /** Bytes for each: as text, as what it says, and as text again on its way back. Of what comes, others have counted. */
    private static final int OF_ENTITY = 6;

    private final Permit permit;
    private long held;

    LargeEntity(Permit permit) {
        this.permit = permit;
    }

    /** Is told of each, from the first on: work may be done once more, together with others or alone. */
    LongConsumer from() {
        letGo();
        return this::hold;
    }

    private void hold(long bytes) {
        letGo();
        permit.take(OF_ENTITY * bytes);
        held = OF_ENTITY * bytes;
    }

    private void letGo() {
        permit.returnSome(held);
        held = 0;
    }
}
