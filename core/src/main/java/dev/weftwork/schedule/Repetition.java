package dev.weftwork.schedule;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A task repeated with a fixed delay, built on one-shot timers. */
final class Repetition implements Cancellable, Runnable {
    private final Duration period;
    private final Runnable task;
    private final BiFunction<Duration, Runnable, Cancellable> timers;
    private @Nullable Cancellable next;
    private boolean cancelled;

    private Repetition(Duration period, Runnable task, BiFunction<Duration, Runnable, Cancellable> timers) {
        this.period = period;
        this.task = task;
        this.timers = timers;
    }

    static Repetition start(Duration period, Runnable task, BiFunction<Duration, Runnable, Cancellable> timers) {
        if (period.isNegative() || period.isZero()) {
            throw new IllegalArgumentException("The period must be longer than zero, not " + period);
        }
        Repetition repetition = new Repetition(period, task, timers);
        repetition.arm();
        return repetition;
    }

    @Override
    public void run() {
        try {
            task.run();
        } finally {
            rearm();
        }
    }

    @Override
    public synchronized void cancel() {
        cancelled = true;
        if (next != null) {
            next.cancel();
        }
    }

    private synchronized void arm() {
        if (!cancelled) {
            next = timers.apply(period, this);
        }
    }

    private void rearm() {
        try {
            arm();
        } catch (RejectedExecutionException closed) {
            cancel();
        }
    }
}
