package dev.weftwork.store;

import java.util.Objects;

/**
 * What becomes of a large binary that somebody writes into a field as a data URL or as bare base64. It counts for edits and
 * imports of this process; what other devices wrote is not touched, nor is what is encrypted. Immutable.
 *
 * @param action what is done
 * @param over how many characters such a text may have and stay
 */
public record AssetPolicy(Action action, int over) {
    /** Moves what is larger than 8 KiB. */
    public static final AssetPolicy DEFAULT = new AssetPolicy(Action.MOVE, 8 * 1024);

    /** What is done with it. */
    public enum Action {
        /** It becomes an asset, and the field the reference to it; the asset is on disk before the edit is. */
        MOVE,
        /** The edit is refused, and says which field. */
        REFUSE,
        /** It stays in the field. */
        KEEP
    }

    /**
     * Checks the length.
     *
     * @param action what is done
     * @param over how many characters may stay
     * @throws IllegalArgumentException if the length is negative
     */
    public AssetPolicy {
        Objects.requireNonNull(action, "An action is needed; KEEP leaves everything as it is");
        if (over < 0) {
            throw new IllegalArgumentException(
                    "Texts of over " + over + " characters are all that there are; use 0 to move every binary");
        }
    }
}
