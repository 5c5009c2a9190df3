package dev.weftwork.schedule;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns many changes of a key into one call of a handler. Each key has its own wait, which every {@link #submit}
 * restarts; when it is over, the handler gets the key's latest value. A key that never rests fires all the same once
 * its longest wait since its first change is over. Keys that are due together fire in the order in which they were
 * first submitted, so that no key overtakes another.
 *
 * <p>No value is dropped except for a newer one of its key: {@link #flush} and {@link #close} hand over everything.
 *
 * <p>Handlers run one at a time on a {@link Lane} of the debouncer's own, without its lock. A handler that throws is
 * reported and hurts no other key; its value counts as handled. Handlers may call every method here.
 *
 * <p>Thread-safe.
 *
 * @param <K> the keys; equality decides which changes belong together
 * @param <V> the values
 */
public final class Debouncer<K, V> implements AutoCloseable {
    private final Scheduler scheduler;
    private final BiConsumer<? super K, ? super V> handler;
    private final Function<? super K, Timing> timings;
    private final Consumer<? super Throwable> onFailure;
    private final String name;
    private final Lane lane;
    private final long origin;

    private final Object lock = new Object();
    private final DebounceQueue<K, V> queue = new DebounceQueue<>();
    private @Nullable Cancellable timer;
    private long timerAt;
    private int underWay;
    private boolean closed;

    private Debouncer(Builder<K, V> builder) {
        scheduler = builder.scheduler;
        handler = builder.handler;
        timings = builder.timings;
        onFailure = builder.onFailure;
        name = builder.name;
        lane = scheduler.lane(name);
        origin = scheduler.nanoTime();
    }

    /**
     * Starts building a debouncer.
     *
     * @param <K> the keys
     * @param <V> the values
     * @param scheduler gives the lane and the timer
     * @param handler called with each key and its latest value
     * @return a builder
     */
    public static <K, V> Builder<K, V> builder(Scheduler scheduler, BiConsumer<? super K, ? super V> handler) {
        return new Builder<>(scheduler, handler);
    }

    /**
     * Replaces the key's value and restarts its wait with the timing that holds for the key now. Without a delay the
     * handler is called at once, on the lane. Returns without waiting.
     *
     * @param key what changed
     * @param value its state now
     * @throws IllegalStateException if the debouncer is closed
     */
    public void submit(K key, V value) {
        Timing timing = timings.apply(key);
        boolean due;
        synchronized (lock) {
            if (closed) {
                throw new IllegalStateException(
                        "Debouncer '" + name + "' is closed; submit before close(), or build another one");
            }
            long now = now();
            queue.submit(key, value, now, timing);
            due = queue.release(now);
            arm(now);
        }
        if (due) {
            fire();
        }
    }

    /**
     * Fires everything pending now, in order, and returns when all handlers have run, those under way included. Called
     * from a handler, it fires the rest inside this call and does not wait for the calling handler. It waits as long
     * as the handlers take; the caller must hold no lock that they need.
     */
    public void flush() {
        releaseAll();
        if (lane.isCurrent()) {
            fireReady();
            return;
        }
        fire();
        boolean done = false;
        while (!done) {
            done = lane.awaitIdle(Duration.ofNanos(Nanos.FOREVER));
        }
    }

    /**
     * Fires everything pending now, like {@link #flush}, but without waiting.
     *
     * @return completes on {@link Scheduler#callbacks} when all handlers have run, those under way included
     */
    public CompletableFuture<Void> flushAsync() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        releaseAll();
        try {
            lane.execute(this::fireReady);
            lane.execute(() -> complete(done));
        } catch (RejectedExecutionException closedMeanwhile) {
            flush();
            complete(done);
        }
        return done;
    }

    private void complete(CompletableFuture<Void> future) {
        scheduler.callbacks().execute(() -> future.complete(null));
    }

    /** {@return for how many values the handler has not finished, those under way included} */
    public int pending() {
        synchronized (lock) {
            return queue.size() + underWay;
        }
    }

    /**
     * Refuses further submits and flushes. Close the debouncer before its scheduler, which carries the handlers.
     * Calling it again waits for what is still under way.
     */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
        }
        flush();
        lane.close();
    }

    private void releaseAll() {
        synchronized (lock) {
            queue.releaseAll();
            arm(now());
        }
    }

    /** Sets the one timer to the earliest deadline. A timer that rings too early costs less than moving it. */
    private void arm(long now) {
        OptionalLong next = queue.nextDeadline();
        if (timer != null && next.isPresent() && timerAt <= next.getAsLong()) {
            return;
        }
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        if (next.isPresent()) {
            long at = next.getAsLong();
            timerAt = at;
            timer = scheduler.schedule(Duration.ofNanos(at - now), () -> ring(at));
        }
    }

    private void ring(long at) {
        boolean due;
        synchronized (lock) {
            if (at == timerAt) {
                timer = null;
            }
            long now = now();
            due = queue.release(now);
            arm(now);
        }
        if (due) {
            fire();
        }
    }

    private void fire() {
        try {
            lane.execute(this::fireReady);
        } catch (RejectedExecutionException refused) {
            if (pending() > 0) { // otherwise a concurrent close has handed everything over
                throw refused;
            }
        }
    }

    /** Hands over what is ready; leaves what comes up meanwhile to the lane's next task, so that a flush ends. */
    private void fireReady() {
        long before;
        synchronized (lock) {
            before = queue.enqueued();
        }
        for (DebounceQueue.Entry<K, V> next = take(before); next != null; next = take(before)) {
            handle(next.key(), next.value());
        }
    }

    private DebounceQueue.@Nullable Entry<K, V> take(long before) {
        synchronized (lock) {
            DebounceQueue.Entry<K, V> entry = queue.take(before);
            underWay += entry == null ? 0 : 1;
            return entry;
        }
    }

    private void handle(K key, V value) {
        Throwable thrown = Guard.run(name, () -> handler.accept(key, value));
        synchronized (lock) {
            underWay--;
        }
        if (thrown != null) {
            Guard.run(name, () -> onFailure.accept(thrown));
        }
    }

    private long now() {
        return scheduler.nanoTime() - origin;
    }

    /**
     * Collects the parts of a debouncer. Not thread-safe.
     *
     * @param <K> the keys
     * @param <V> the values
     */
    public static final class Builder<K, V> {
        private final Scheduler scheduler;
        private final BiConsumer<? super K, ? super V> handler;
        private Function<? super K, Timing> timings = key -> Timing.DEFAULT;
        private Consumer<? super Throwable> onFailure = thrown -> {};
        private String name = "debounce";

        private Builder(Scheduler scheduler, BiConsumer<? super K, ? super V> handler) {
            this.scheduler = scheduler;
            this.handler = handler;
        }

        /**
         * Names the lane, for thread names and log entries; {@code debounce} unless given.
         *
         * @param name the role
         * @return this builder
         */
        public Builder<K, V> name(String name) {
            this.name = name;
            return this;
        }

        /**
         * Gives all keys one timing; {@link Timing#DEFAULT} unless given.
         *
         * @param timing the timing of every key
         * @return this builder
         */
        public Builder<K, V> timing(Timing timing) {
            return timing(key -> timing);
        }

        /**
         * Gives each key its timing. The function is asked at every submit, on the submitting thread and without a
         * lock, so its answers may change; what it throws, submit throws.
         *
         * @param timings answers with the timing that holds for a key now
         * @return this builder
         */
        public Builder<K, V> timing(Function<? super K, Timing> timings) {
            this.timings = timings;
            return this;
        }

        /**
         * Adds a consumer that is told on the lane what handlers throw, besides the report to the log.
         *
         * @param onFailure told what a handler threw
         * @return this builder
         */
        public Builder<K, V> onFailure(Consumer<? super Throwable> onFailure) {
            this.onFailure = onFailure;
            return this;
        }

        /**
         * Builds the debouncer. The builder can be used again.
         *
         * @return the debouncer
         */
        public Debouncer<K, V> build() {
            return new Debouncer<>(this);
        }
    }
}
