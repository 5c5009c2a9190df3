package dev.weftwork.spi;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why a call as a whole came to nothing.
 *
 * @param kind what a caller can decide on
 * @param code for programs: the server's stable code, or the adapter's
 * @param message for people; holds neither tokens nor what users stored
 * @param retryAfter how long the server wants to be left alone, or null if it did not say
 */
public record RemoteFailure(
        Kind kind, String code, String message, @Nullable Duration retryAfter) {
    /** What a caller can decide on. */
    public enum Kind {
        /** The server is away, busy or broken, or the way there is. Try later. */
        UNAVAILABLE,
        /** The token was refused. Go on when there is another. */
        UNAUTHORIZED,
        /** This principal may not do that here. Trying again is of no use until a person changed it. */
        FORBIDDEN,
        /** Another server, workspace or principal would have answered than what was expected. Nothing was exchanged. */
        OTHER_PLACE,
        /** The request is too large. Send half of it; a single operation that is too large can never be sent. */
        TOO_LARGE,
        /** The server cannot make sense of the request. Find the culprit by halves. */
        BAD_REQUEST,
        /** The cursor is older than what the server keeps. Take a snapshot before pushing. */
        CURSOR_TOO_OLD,
        /** The cursor is of another past: the server was restored. Take a snapshot, then offer again what it lost. */
        CURSOR_FOREIGN,
        /** The server no longer speaks with this version of the library. */
        UPGRADE_REQUIRED,
        /** This adapter or server does not have what was asked for. */
        UNSUPPORTED
    }

    /**
     * A failure without a wish for a pause.
     *
     * @param kind what a caller can decide on
     * @param code for programs
     * @param message for people
     */
    public RemoteFailure(Kind kind, String code, String message) {
        this(kind, code, message, null);
    }
}
