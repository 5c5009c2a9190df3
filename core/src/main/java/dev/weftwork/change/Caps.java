package dev.weftwork.change;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What admitted operations were given, as a bound on what the same replicas wrote before them. */
final class Caps {
    /** There is no bound. */
    static final long NONE = Long.MAX_VALUE;

    /** By replica and its number: the least that this or a later operation was given. */
    private final Map<DeviceId, NavigableMap<Long, Long>> least = new HashMap<>();

    private Caps() {}

    static Caps of(List<Stamp> admitted) {
        Caps caps = new Caps();
        for (Stamp stamp : admitted) {
            caps.least
                    .computeIfAbsent(stamp.device(), device -> new TreeMap<>())
                    .merge(stamp.deviceSeq(), stamp.eff(), Math::min);
        }
        caps.least.values().forEach(Caps::lower);
        return caps;
    }

    private static void lower(NavigableMap<Long, Long> effs) {
        long most = Long.MAX_VALUE;
        for (Map.Entry<Long, Long> each : effs.descendingMap().entrySet()) {
            most = Math.min(most, each.getValue());
            each.setValue(most);
        }
    }

    /** The bound on an operation that waits, or {@link #NONE}. */
    long above(Stamp waiting) {
        NavigableMap<Long, Long> effs = least.get(waiting.device());
        if (effs == null || waiting.deviceSeq() >= effs.lastKey()) {
            return NONE;
        }
        return effs.higherEntry(waiting.deviceSeq()).getValue();
    }
}
