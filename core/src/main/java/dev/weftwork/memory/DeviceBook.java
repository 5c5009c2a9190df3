package dev.weftwork.memory;

import dev.weftwork.change.Ledger.Neighbour;
import dev.weftwork.change.NumberRange;
import dev.weftwork.change.OpId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which of one replica's numbers were admitted, and under which clocks. */
final class DeviceBook {
    private final NavigableMap<Long, Used> used;
    private List<NumberRange> forgotten;
    private final Map<Long, Long> traces;

    /** An admitted operation. */
    record Used(OpId op, Neighbour clocks) {}

    DeviceBook() {
        this(new TreeMap<>(), List.of(), new HashMap<>());
    }

    private DeviceBook(NavigableMap<Long, Used> used, List<NumberRange> forgotten, Map<Long, Long> traces) {
        this.traces = traces;
        this.used = used;
        this.forgotten = forgotten;
    }

    DeviceBook copy() {
        return new DeviceBook(new TreeMap<>(used), forgotten, new HashMap<>(traces));
    }

    void use(long number, OpId op, Neighbour clocks) {
        used.put(number, new Used(op, clocks));
    }

    void forget(long number, long trace) {
        Used gone = used.remove(number);
        if (gone != null) {
            List<NumberRange> more = new ArrayList<>(forgotten);
            more.add(NumberRange.of(number, gone.clocks));
            forgotten = NumberRange.merge(more);
            traces.put(number, trace);
        }
    }

    boolean hasForgotten(long number) {
        return forgotten.stream().anyMatch(range -> range.contains(number));
    }

    long traceOf(long number) {
        return traces.getOrDefault(number, 0L);
    }

    @Nullable OpId usedBy(long number) {
        Used by = used.get(number);
        return by == null ? null : by.op;
    }

    @Nullable Neighbour below(long number) {
        Map.Entry<Long, Used> entry = used.lowerEntry(number);
        long best = entry == null ? Long.MIN_VALUE : entry.getKey();
        Neighbour found = entry == null ? null : entry.getValue().clocks;
        for (NumberRange range : forgotten) {
            if (range.last() < number && range.last() > best) {
                best = range.last();
                found = range.high();
            }
        }
        return found;
    }

    @Nullable Neighbour above(long number) {
        Map.Entry<Long, Used> entry = used.higherEntry(number);
        long best = entry == null ? Long.MAX_VALUE : entry.getKey();
        Neighbour found = entry == null ? null : entry.getValue().clocks;
        for (NumberRange range : forgotten) {
            if (range.first() > number && range.first() < best) {
                best = range.first();
                found = range.low();
            }
        }
        return found;
    }
}
