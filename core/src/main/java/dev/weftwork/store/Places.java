package dev.weftwork.store;

import dev.weftwork.change.OpId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where admitted operations stand in the server's order: of the latest it is known, of all others up to where they may
 * stand. Hardly any question is about an operation of long ago, and only such a one has to be looked up in the log.
 * Guarded by the replica's lock.
 */
final class Places {
    private static final int KEPT = 1_000;

    private final Map<OpId, Long> known = new HashMap<>();
    /** No operation that is not known stands behind this number, as far as it is remembered at all. */
    private long othersUpTo;

    Places(long othersUpTo) {
        this.othersUpTo = othersUpTo;
    }

    /** Whether an operation stands behind a number. */
    enum Answer {
        YES,
        NO,
        /** Only the log can tell. */
        UNKNOWN
    }

    Answer isAfter(OpId op, long seq) {
        Long place = known.get(op);
        if (place != null) {
            return place > seq ? Answer.YES : Answer.NO;
        }
        return seq >= othersUpTo ? Answer.NO : Answer.UNKNOWN;
    }

    /** Whether a number is known to be that of another operation. */
    boolean isTakenByAnother(long seq, OpId op) {
        Long place = known.get(op);
        return (place == null || place != seq) && known.containsValue(seq);
    }

    void put(OpId op, long seq) {
        known.put(op, seq);
    }

    /** Takes in all that the log knows; what it does not know is beyond memory. */
    void putAll(Map<OpId, Long> places) {
        known.putAll(places);
        othersUpTo = 0;
    }

    /** Forgets all but the latest. */
    void keepLatest() {
        if (known.size() <= KEPT) {
            return;
        }
        List<Map.Entry<OpId, Long>> sorted = known.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .toList();
        List<Map.Entry<OpId, Long>> oldest = List.copyOf(sorted.subList(KEPT, sorted.size()));
        othersUpTo = Math.max(othersUpTo, oldest.get(0).getValue());
        oldest.forEach(each -> known.remove(each.getKey()));
    }

    void adopt(Places other) {
        known.clear();
        known.putAll(other.known);
        othersUpTo = other.othersUpTo;
    }
}
