package dev.weftwork.store;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A set of sequence numbers, kept as ranges, since they mostly come in a row. Immutable. */
final class SeqSet {
    static final SeqSet NONE = new SeqSet(new TreeMap<>());

    /** From the first number of a range to its last; ranges neither meet nor touch. */
    private final NavigableMap<Long, Long> ranges;

    private SeqSet(NavigableMap<Long, Long> ranges) {
        this.ranges = ranges;
    }

    boolean contains(long seq) {
        Map.Entry<Long, Long> range = ranges.floorEntry(seq);
        return range != null && seq <= range.getValue();
    }

    /** The greatest of them, or zero. */
    long greatest() {
        return ranges.isEmpty() ? 0 : ranges.lastEntry().getValue();
    }

    SeqSet plus(long seq) {
        if (contains(seq)) {
            return this;
        }
        NavigableMap<Long, Long> more = new TreeMap<>(ranges);
        Map.Entry<Long, Long> below = more.floorEntry(seq);
        long first = below != null && below.getValue() == seq - 1 ? below.getKey() : seq;
        Long above = more.remove(seq + 1);
        more.put(first, above == null ? seq : above);
        return new SeqSet(more);
    }

    /** What is greater than a number. */
    SeqSet above(long seq) {
        if (ranges.isEmpty() || ranges.firstKey() > seq) {
            return this;
        }
        NavigableMap<Long, Long> rest = new TreeMap<>(ranges.tailMap(seq, false));
        Map.Entry<Long, Long> cut = ranges.floorEntry(seq);
        if (cut != null && cut.getValue() > seq) {
            rest.put(seq + 1, cut.getValue());
        }
        return new SeqSet(rest);
    }

    String text() {
        return ranges.entrySet().stream()
                .map(range -> range.getKey() + "-" + range.getValue())
                .collect(Collectors.joining(","));
    }

    static SeqSet parse(String text) {
        NavigableMap<Long, Long> ranges = new TreeMap<>();
        for (String range : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            int dash = range.indexOf('-');
            ranges.put(
                    Long.parseLong(range, 0, Math.max(dash, 0), 10),
                    Long.parseLong(range, dash + 1, range.length(), 10));
        }
        return new SeqSet(ranges);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SeqSet that && ranges.equals(that.ranges);
    }

    @Override
    public int hashCode() {
        return ranges.hashCode();
    }

    @Override
    public String toString() {
        return text();
    }
}
