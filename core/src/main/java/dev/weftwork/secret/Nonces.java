package dev.weftwork.secret;

/**
 * Where the random bytes come from that no two encryptions under one key may share. Safe for use by many threads.
 */
@FunctionalInterface
public interface Nonces {
    /**
     * Fills an array with bytes that nobody can foretell and that never come again.
     *
     * @param bytes the array
     */
    void fill(byte[] bytes);

    /**
     * The system's secure random numbers.
     *
     * @return the source, always the same
     */
    static Nonces system() {
        return SystemNonces.INSTANCE;
    }
}
