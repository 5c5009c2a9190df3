package dev.weftwork.version;

import java.io.IOException;

/** The content of a version is not what was saved: its pieces were damaged, or somebody made them up. */
public final class DamagedVersionException extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * Says what is wrong.
     *
     * @param message what is wrong
     */
    public DamagedVersionException(String message) {
        super(message);
    }

    /**
     * Says what is wrong, and what showed it.
     *
     * @param message what is wrong
     * @param cause what showed it
     */
    public DamagedVersionException(String message, Throwable cause) {
        super(message, cause);
    }
}
