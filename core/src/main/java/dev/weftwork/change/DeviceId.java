package dev.weftwork.change;

/**
 * Names one replica: one file on one device. A copied or restored file takes a new one.
 *
 * @param value the id's text
 */
public record DeviceId(String value) implements Comparable<DeviceId> {
    /**
     * Checks the text.
     *
     * @param value the id's text
     * @throws IllegalArgumentException unless the text is 1 to 64 letters, digits, dots, dashes or underscores
     */
    public DeviceId {
        Names.check("device id", value);
    }

    @Override
    public int compareTo(DeviceId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
