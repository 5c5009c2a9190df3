package dev.weftwork.change;

import org.jspecify.annotations.Nullable;

/**
 * When a write counts as made. Stamps are immutable and totally ordered, and of two writes to one register the one with
 * the greater stamp stands; so merging is a plain maximum.
 *
 * @param eff the effective hybrid clock, given at admission and never in the future
 * @param device the replica that wrote
 * @param deviceSeq the replica's own count of operations
 * @param op the operation
 */
public record Stamp(long eff, DeviceId device, long deviceSeq, OpId op) implements Comparable<Stamp> {
    @Override
    public int compareTo(Stamp other) {
        int order = Long.compare(eff, other.eff);
        if (order == 0) {
            order = device.compareTo(other.device);
        }
        if (order == 0) {
            order = Long.compare(deviceSeq, other.deviceSeq);
        }
        return order == 0 ? op.compareTo(other.op) : order;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        // clocks and counts tell most stamps apart, without going to the names in memory
        return other instanceof Stamp that
                && eff == that.eff
                && deviceSeq == that.deviceSeq
                && op.equals(that.op)
                && device.equals(that.device);
    }

    @Override
    public int hashCode() {
        return op.hashCode();
    }

    /**
     * The moment for people to read.
     *
     * @return milliseconds since 1970
     */
    public long millis() {
        return Hlc.millis(eff);
    }

    /**
     * Reads what {@link #toString()} wrote.
     *
     * @param text {@code eff:deviceSeq:device:op}
     * @return the stamp
     * @throws IllegalArgumentException if the text has another form
     */
    public static Stamp parse(String text) {
        int first = text.indexOf(':');
        int second = text.indexOf(':', first + 1);
        int third = text.indexOf(':', second + 1);
        if (first < 0 || second < 0 || third < 0) {
            throw new IllegalArgumentException("'" + text + "' is no stamp; expected clock:count:device:operation");
        }
        return new Stamp(
                Long.parseLong(text, 0, first, 10),
                new DeviceId(text.substring(second + 1, third)),
                Long.parseLong(text, first + 1, second, 10),
                new OpId(text.substring(third + 1)));
    }

    @Override
    public String toString() {
        return eff + ":" + deviceSeq + ":" + device + ":" + op;
    }
}
