package dev.weftwork.server;

/**
 * How much of the server one principal may take up. What would go beyond is refused and changes nothing;
 * reading always goes on.
 *
 * @param channels how many live channels a principal may have open
 * @param waiting how many pulls of a principal may wait for news
 */
public record Quotas(int channels, int waiting) {
    /** What is usual: 100 channels, 100 pulls. */
    public static final Quotas USUAL = new Quotas(100, 100);

    /**
     * Checks the numbers.
     *
     * @param channels channels of a principal
     * @param waiting waiting pulls of a principal
     * @throws IllegalArgumentException if one is not positive
     */
    public Quotas {
        if (channels < 1 || waiting < 1) {
            throw new IllegalArgumentException("A quota is at least 1; leave it out to have the usual one");
        }
    }

    /**
     * The same but for one number.
     *
     * @param most how many live channels a principal may have open
     * @return the quotas
     */
    public Quotas withChannels(int most) {
        return new Quotas(most, waiting);
    }

    /**
     * The same but for one number.
     *
     * @param most how many pulls of a principal may wait
     * @return the quotas
     */
    public Quotas withWaiting(int most) {
        return new Quotas(channels, most);
    }
}
