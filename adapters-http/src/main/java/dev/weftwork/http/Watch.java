package dev.weftwork.http;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Ends a transfer on which nothing moves for too long; how long the whole takes is nobody's business. Thread-safe. */
final class Watch {
    private final ScheduledExecutorService timer;
    private final long patience;
    private final Runnable alarm;
    private volatile long moved = System.nanoTime();
    private @Nullable ScheduledFuture<?> next;
    private boolean over;

    Watch(ScheduledExecutorService timer, Duration patience, Runnable alarm) {
        this.timer = timer;
        this.patience = patience.toNanos();
        this.alarm = alarm;
    }

    void start() {
        moved = System.nanoTime();
        look();
    }

    void moved() {
        moved = System.nanoTime();
    }

    private void look() {
        long left = patience - (System.nanoTime() - moved);
        synchronized (this) {
            if (over) {
                return;
            }
            if (left > 0) {
                next = timer.schedule(this::look, left, TimeUnit.NANOSECONDS);
                return;
            }
            over = true;
        }
        alarm.run();
    }

    synchronized void stop() {
        over = true;
        if (next != null) {
            next.cancel(false);
        }
    }
}
