package dev.weftwork.schedule;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The state of a {@link Debouncer}: at most one entry per key, which first waits for its deadline and is then ready.
 * Ready entries leave in the order in which their keys were first enqueued. A ready entry still takes newer values, but
 * keeps its turn. Knows no clock and no lock: times are parameters, and the debouncer's lock guards it.
 */
final class DebounceQueue<K, V> {
    private final Map<K, Entry<K, V>> byKey = new HashMap<>();
    private final TreeSet<Entry<K, V>> waiting = new TreeSet<>(
            Comparator.<Entry<K, V>>comparingLong(entry -> entry.deadline).thenComparingLong(entry -> entry.order));
    private final TreeSet<Entry<K, V>> ready = new TreeSet<>(Comparator.comparingLong(entry -> entry.order));
    private long enqueued;

    /** A key's place in the queue and its latest value. */
    static final class Entry<K, V> {
        private final K key;
        private final long order;
        private final long since;
        private V value;
        private long deadline;

        private Entry(K key, V value, long order, long since) {
            this.key = key;
            this.value = value;
            this.order = order;
            this.since = since;
        }

        K key() {
            return key;
        }

        V value() {
            return value;
        }
    }

    /** Enqueues a key or renews its value, and restarts its wait unless it is ready. */
    void submit(K key, V value, long now, Timing timing) {
        Entry<K, V> entry = byKey.get(key);
        if (entry == null) {
            entry = new Entry<>(key, value, enqueued++, now);
            byKey.put(key, entry);
        } else {
            entry.value = value;
            if (!waiting.remove(entry)) {
                return;
            }
        }
        entry.deadline = Math.min(now + Nanos.of(timing.delay()), entry.since + Nanos.of(timing.maxWait()));
        waiting.add(entry);
    }

    /** Makes ready what is due by now; returns whether that was anything. */
    boolean release(long now) {
        int before = ready.size();
        while (!waiting.isEmpty() && waiting.first().deadline <= now) {
            ready.add(waiting.first());
            waiting.remove(waiting.first());
        }
        return ready.size() > before;
    }

    void releaseAll() {
        ready.addAll(waiting);
        waiting.clear();
    }

    OptionalLong nextDeadline() {
        return waiting.isEmpty() ? OptionalLong.empty() : OptionalLong.of(waiting.first().deadline);
    }

    /** Takes the first ready entry out, provided that its key was enqueued before the given count. */
    @Nullable Entry<K, V> take(long before) {
        if (ready.isEmpty() || ready.first().order >= before) {
            return null;
        }
        Entry<K, V> entry = ready.first();
        ready.remove(entry);
        byKey.remove(entry.key);
        return entry;
    }

    /** Returns how many entries there have ever been. */
    long enqueued() {
        return enqueued;
    }

    int size() {
        return byKey.size();
    }
}
