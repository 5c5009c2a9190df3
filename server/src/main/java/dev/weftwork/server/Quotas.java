package dev.weftwork.server;

/**
 * How much of the server one workspace or one principal may take up. What would go beyond is refused and changes nothing;
 * reading always goes on.
 *
 * @param storageBytes how many bytes a workspace may hold: operations, state and what is kept beside them. An eighth more is kept for operations
 *     that do nothing but delete
 * @param channels how many live channels a principal may have open
 * @param waiting how many pulls of a principal may wait for news
 */
public record Quotas(long storageBytes, int channels, int waiting) {
    /** What is usual: 8 GiB, 100 channels, 100 pulls. */
    public static final Quotas USUAL = new Quotas(8L << 30, 100, 100);

    /**
     * Checks the numbers.
     *
     * @param storageBytes bytes of a workspace
     * @param channels channels of a principal
     * @param waiting waiting pulls of a principal
     * @throws IllegalArgumentException if one is not positive
     */
    public Quotas {
        if (storageBytes < 1 || channels < 1 || waiting < 1) {
            throw new IllegalArgumentException("A quota is at least 1; leave it out to have the usual one");
        }
    }

    /**
     * The same but for one number.
     *
     * @param bytes how many bytes a workspace may hold
     * @return the quotas
     */
    public Quotas withStorageBytes(long bytes) {
        return new Quotas(bytes, channels, waiting);
    }

    /**
     * The same but for one number.
     *
     * @param most how many live channels a principal may have open
     * @return the quotas
     */
    public Quotas withChannels(int most) {
        return new Quotas(storageBytes, most, waiting);
    }

    /**
     * The same but for one number.
     *
     * @param most how many pulls of a principal may wait
     * @return the quotas
     */
    public Quotas withWaiting(int most) {
        return new Quotas(storageBytes, channels, most);
    }
}
