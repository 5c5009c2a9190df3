package dev.weftwork.metrics;

import dev.weftwork.schedule.Cancellable;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * How often one kind of operation ran, how often it succeeded, and how long the last {@value #HISTORY} took.
 *
 * <p>Recording costs a lock, a clock reading and a few additions; it allocates nothing unless someone subscribes, or
 * {@link Alerts} have something to tell.
 * Subscribers are called on the thread that records or resets, without a lock, so they should be short and must not
 * record here. When several threads record, snapshots may reach a subscriber out of order. A subscriber that throws is
 * reported to the log and hurts no other.
 *
 * <p>Thread-safe.
 */
public final class OperationMetrics {
    /** How many durations are kept. */
    public static final int HISTORY = 100;

    private final LongSupplier wallMillis;
    private final Subscribers subscribers;
    private final List<OperationWatch> watches = new CopyOnWriteArrayList<>();
    private final Object lock = new Object();
    private final long[] nanos = new long[HISTORY];
    private long total;
    private long successful;
    private long sum;
    private long lastAtMillis;

    /**
     * Makes metrics without any operation.
     *
     * @param name the kind of operation, for log entries
     * @param wallMillis the wall clock, in milliseconds since 1970
     */
    public OperationMetrics(String name, LongSupplier wallMillis) {
        this(name, wallMillis, () -> {});
    }

    OperationMetrics(String name, LongSupplier wallMillis, Runnable onSubscriberFailure) {
        this.wallMillis = wallMillis;
        this.subscribers = new Subscribers(name, onSubscriberFailure);
    }

    /**
     * Records an operation that ends now.
     *
     * @param duration how long it took; counts as zero if negative
     * @param success whether it did what it should
     */
    public void record(Duration duration, boolean success) {
        record(duration.toNanos(), success);
    }

    /**
     * Records an operation that ends now.
     *
     * @param durationNanos how many nanoseconds it took; counts as zero if negative
     * @param success whether it did what it should
     */
    public void record(long durationNanos, boolean success) {
        long taken = Math.max(0, durationNanos);
        long at = wallMillis.getAsLong();
        synchronized (lock) {
            int slot = (int) (total % HISTORY);
            sum += taken - nanos[slot];
            nanos[slot] = taken;
            total++;
            successful += success ? 1 : 0;
            lastAtMillis = at;
        }
        for (OperationWatch watch : watches) {
            watch.ended(taken, success);
        }
        announce();
    }

    Cancellable watch(OperationWatch watch) {
        watches.add(watch);
        return () -> watches.remove(watch);
    }

    /** {@return the figures as they are now} */
    public Snapshot snapshot() {
        synchronized (lock) {
            int kept = (int) Math.min(total, HISTORY);
            Duration[] recent = new Duration[kept];
            for (int i = 0; i < kept; i++) {
                recent[i] = Duration.ofNanos(nanos[(int) ((total - kept + i) % HISTORY)]);
            }
            return new Snapshot(
                    total,
                    successful,
                    total - successful,
                    total == 0 ? OptionalLong.empty() : OptionalLong.of(lastAtMillis),
                    kept == 0 ? Duration.ZERO : Duration.ofNanos(sum / kept),
                    List.of(recent));
        }
    }

    /**
     * Hands on each later state, after every operation and every reset.
     *
     * @param subscriber called with each state
     * @return ends the subscription
     */
    public Cancellable subscribe(Consumer<? super Snapshot> subscriber) {
        return subscribers.add(subscriber);
    }

    /**
     * Calls a listener each time a condition turns true: once when it first holds after an operation or reset, and
     * again only after it has ceased to hold. Example: {@code alert(s -> s.failed() > 10, this::warn)}, or for a slow
     * operation {@code alert(s -> s.latest().compareTo(limit) > 0, this::warn)}.
     *
     * @param condition judged after every operation and every reset
     * @param listener called with the state in which the condition turned true
     * @return ends the alert
     */
    public Cancellable alert(Predicate<? super Snapshot> condition, Consumer<? super Snapshot> listener) {
        return subscribe(new Threshold(condition, listener));
    }

    /** Forgets everything recorded, as if new, and tells the subscribers, who stay. */
    public void reset() {
        synchronized (lock) {
            Arrays.fill(nanos, 0);
            total = 0;
            successful = 0;
            sum = 0;
        }
        announce();
    }

    private void announce() {
        if (!subscribers.isEmpty()) {
            subscribers.announce(snapshot());
        }
    }

    /**
     * The figures at one moment. Immutable.
     *
     * @param total all operations since the start or the last reset
     * @param successful those that succeeded
     * @param failed those that failed
     * @param lastOperationAtMillis when the last one ended, in milliseconds since 1970; empty before the first
     * @param average the mean of {@code recent}; zero before the first operation
     * @param recent the durations of the last operations, at most {@value OperationMetrics#HISTORY}, oldest first
     */
    public record Snapshot(
            long total,
            long successful,
            long failed,
            OptionalLong lastOperationAtMillis,
            Duration average,
            List<Duration> recent) {
        /**
         * Copies the durations.
         *
         * @param total all operations
         * @param successful those that succeeded
         * @param failed those that failed
         * @param lastOperationAtMillis when the last one ended
         * @param average the mean of {@code recent}
         * @param recent the last durations, oldest first
         */
        public Snapshot {
            recent = List.copyOf(recent);
        }

        /** {@return the share of operations that succeeded, in percent; 100 while nothing has been tried} */
        public double successRate() {
            return total == 0 ? 100.0 : successful * 100.0 / total;
        }

        /** {@return how long the last operation took; zero before the first} */
        public Duration latest() {
            return recent.isEmpty() ? Duration.ZERO : recent.get(recent.size() - 1);
        }
    }
}
