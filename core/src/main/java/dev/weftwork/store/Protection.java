package dev.weftwork.store;

import java.util.Set;

/**
 * What came of encrypting secret fields that held plaintext.
 *
 * @param encrypted how many values were encrypted
 * @param left why plaintext may still be found in the storage; empty if it cannot
 */
public record Protection(int encrypted, Set<Rest> left) {
    /**
     * Copies the set.
     *
     * @param encrypted how many values were encrypted
     * @param left what is left
     */
    public Protection {
        left = Set.copyOf(left);
    }

    /** Why plaintext may still be found. */
    public enum Rest {
        /** What encrypts it waits for the server's word; sync, and protect once more. */
        AWAITS_SERVER,
        /** An operation that holds it was offered to the server, and must not change; sync, and protect once more. */
        OFFERED,
        /** The server may have to be given back what it lost; until then the log is kept. Sync, and protect once more. */
        SERVER_RESTORED,
        /** The storage does not promise that nothing can be found of what was taken away. */
        STORAGE,
        /** Versions that were saved before the field was marked hold it, or cannot be read; versions never change. */
        SAVED_VERSIONS
    }

    /**
     * Whether no plaintext of a secret field is left in the storage.
     *
     * @return true if there is nothing more to do
     */
    public boolean complete() {
        return left.isEmpty();
    }
}
