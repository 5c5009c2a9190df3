package dev.weftwork.asset;

/**
 * Content that is not what was put: it was damaged on its medium, or is not what its sender said. What was read of it is
 * not to be trusted. Putting the right content once more heals it.
 */
public final class AssetCorruptedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * Names what is damaged.
     *
     * @param message what is wrong, and what to do
     */
    public AssetCorruptedException(String message) {
        super(message);
    }
}
