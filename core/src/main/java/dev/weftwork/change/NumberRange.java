package dev.weftwork.change;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Numbers of one replica without a gap, all admitted so long ago that the authority has forgotten the operations
 * themselves. The clocks at both ends are kept, since an operation in a gap has them for neighbours.
 *
 * @param first the least number
 * @param last the greatest number
 * @param low the clocks of the first
 * @param high the clocks of the last
 */
public record NumberRange(long first, long last, Ledger.Neighbour low, Ledger.Neighbour high) {
    /**
     * One operation's number.
     *
     * @param number the number
     * @param clocks its clocks
     * @return the range of one
     */
    public static NumberRange of(long number, Ledger.Neighbour clocks) {
        return new NumberRange(number, number, clocks, clocks);
    }

    /**
     * Whether a number lies in it.
     *
     * @param number the number
     * @return true if it does
     */
    public boolean contains(long number) {
        return first <= number && number <= last;
    }

    /**
     * Puts ranges that touch together.
     *
     * @param ranges ranges of one replica, none of which overlap
     * @return as few ranges as possible, in order
     */
    public static List<NumberRange> merge(List<NumberRange> ranges) {
        List<NumberRange> sorted = new ArrayList<>(ranges);
        sorted.sort(Comparator.comparingLong(NumberRange::first));
        List<NumberRange> merged = new ArrayList<>();
        for (NumberRange next : sorted) {
            int end = merged.size() - 1;
            if (end >= 0 && merged.get(end).last + 1 == next.first) {
                NumberRange before = merged.get(end);
                merged.set(end, new NumberRange(before.first, next.last, before.low, next.high));
            } else {
                merged.add(next);
            }
        }
        return merged;
    }
}
