package dev.weftwork.sync;

import java.util.List;

/**
 * The assets that are to go somewhere. Immutable.
 *
 * @param toSend how many the server lacks, as far as it was asked
 * @param bytesToSend how many bytes of these are left to send
 * @param toFetch how many are wanted here
 * @param bytesToFetch how many bytes of these are left to fetch, as far as their lengths are known
 * @param underWay how many move now
 * @param failures those of which the last try failed, each with the reason
 */
public record AssetTraffic(
        int toSend, long bytesToSend, int toFetch, long bytesToFetch, int underWay, List<AssetFailure> failures) {
    /** Nothing moves, and nothing is to. */
    public static final AssetTraffic NONE = new AssetTraffic(0, 0, 0, 0, 0, List.of());

    /**
     * Copies the list.
     *
     * @param toSend how many the server lacks
     * @param bytesToSend their bytes
     * @param toFetch how many are wanted here
     * @param bytesToFetch their bytes
     * @param underWay how many move now
     * @param failures those of which the last try failed
     */
    public AssetTraffic {
        failures = List.copyOf(failures);
    }
}
