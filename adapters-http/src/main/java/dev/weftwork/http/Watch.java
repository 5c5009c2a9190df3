package dev.weftwork.http;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Ends a transfer on which nothing moves for too long; how long the whole takes is nobody's business. Thread-safe. */
final class Watch {
    private final Threads threads;
    private final long patience;
    private final Runnable alarm;
    private volatile long moved = System.nanoTime();
    private @Nullable ScheduledFuture<?> next;
    private boolean over;

    /**
     * Watches nothing yet.
     *
     * @param threads whose timer looks, and whose others run the alarm, since that may wait for somebody
     * @param patience how long nothing may move
     * @param alarm ends the transfer
     */
    Watch(Threads threads, Duration patience, Runnable alarm) {
        this.threads = threads;
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

    private synchronized void look() {
        if (over) {
            return;
        }
        long left = patience - (System.nanoTime() - moved);
        try {
            if (left > 0) {
                next = threads.timer().schedule(this::look, left, TimeUnit.NANOSECONDS);
            } else {
                over = true;
                threads.work().execute(alarm);
            }
        } catch (RejectedExecutionException e) {
            // the remote was closed, which has ended the transfer
            over = true;
        }
    }

    synchronized void stop() {
        over = true;
        if (next != null) {
            next.cancel(false);
        }
    }
}
