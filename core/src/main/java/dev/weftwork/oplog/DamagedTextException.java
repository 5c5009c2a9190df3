package dev.weftwork.oplog;

import org.jspecify.annotations.Nullable;

/** A text from the medium is not what was written there. */
public final class DamagedTextException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * A damage.
     *
     * @param message which text, and what is wrong with it
     * @param cause what brought it to light, or null
     */
    public DamagedTextException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
