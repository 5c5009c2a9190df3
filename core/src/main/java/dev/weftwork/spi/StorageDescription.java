package dev.weftwork.spi;

import java.util.List;

/**
 * What a storage is.
 *
 * @param name the adapter's name
 * @param place where it keeps things, for people to read
 * @param writable whether it takes writes
 * @param survivesPowerLoss whether what has been written survives the loss of power
 * @param shared whether several processes may have it open at once
 * @param notices what a person should know: a fall-back that was taken, a check that failed
 */
public record StorageDescription(
        String name,
        String place,
        boolean writable,
        boolean survivesPowerLoss,
        boolean shared,
        List<CapabilityNotice> notices) {
    /**
     * Copies the list.
     *
     * @param name the adapter's name
     * @param place where it keeps things
     * @param writable whether it takes writes
     * @param survivesPowerLoss whether writes survive the loss of power
     * @param shared whether several processes may open it
     * @param notices what a person should know
     */
    public StorageDescription {
        notices = List.copyOf(notices);
    }
}
