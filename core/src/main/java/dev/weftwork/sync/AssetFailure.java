package dev.weftwork.sync;

import dev.weftwork.graph.AssetHash;
import java.util.Objects;

/**
 * Why an asset did not get where it should. Immutable.
 *
 * @param hash which
 * @param way where to
 * @param reason what a host can decide on
 * @param message for people
 */
public record AssetFailure(AssetHash hash, AssetTransfer.Way way, Reason reason, String message) {
    /** What a host can decide on; each says what the engine does about it. */
    public enum Reason {
        /** The server, or the way there, is away. All transfers pause, longer each time, and go on from where they were. */
        UNREACHABLE(true),
        /** The token was refused, or is of another place than the store's. All transfers pause until there is another. */
        UNAUTHORIZED(true),
        /** This principal may not do that. Nothing is sent until the engine is told to sync, reconnects or starts. */
        FORBIDDEN(true),
        /** The workspace is full. The others go on; this one is tried again after the longest pause. */
        QUOTA(true),
        /** Nobody has brought it to the server yet. If it is still wanted, it is asked for again after a pause. */
        ABSENT(true),
        /** The place of assets here cannot be read or written, as when it is full. Tried again after a pause. */
        PLACE(true),
        /** The bytes here, or those that came, are not what the hash says. What came is fetched anew after a pause. */
        CORRUPT(false),
        /** The server never takes an asset of that size. */
        TOO_LARGE(false),
        /** The server makes no sense of it, or has no assets at all. */
        REFUSED(false),
        /** The engine stopped; it goes on from there when it starts. */
        STOPPED(true);

        private final boolean passing;

        Reason(boolean passing) {
            this.passing = passing;
        }
    }

    /**
     * Checks that nothing is missing.
     *
     * @param hash which
     * @param way where to
     * @param reason what a host can decide on
     * @param message for people
     */
    public AssetFailure {
        Objects.requireNonNull(hash, "A hash is needed; it names the asset");
        Objects.requireNonNull(way, "A way is needed; it is UP or DOWN");
        Objects.requireNonNull(reason, "A reason is needed; it is what a host decides on");
        Objects.requireNonNull(message, "A message is needed; it says what went wrong");
    }

    /**
     * Whether the engine tries again by itself. If not, it does when it is told to sync, reconnects or starts.
     *
     * @return whether
     */
    public boolean isPassing() {
        return reason == Reason.CORRUPT ? way == AssetTransfer.Way.DOWN : reason.passing;
    }
}
