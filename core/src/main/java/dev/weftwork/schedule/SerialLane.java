package dev.weftwork.schedule;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A serial view over an executor. While tasks are queued, one task of the executor drains them; a burst therefore costs
 * one wake-up. The lock guards the queue and is never held while a task or the executor runs.
 */
final class SerialLane implements Lane {
    private final String name;
    private final Executor carrier;
    private final SystemScheduler scheduler;
    private final Object lock = new Object();
    private final Deque<Runnable> queue = new ArrayDeque<>();
    private boolean draining;
    private boolean closed;
    private volatile @Nullable Thread runner;

    SerialLane(String name, Executor carrier, SystemScheduler scheduler) {
        this.name = name;
        this.carrier = carrier;
        this.scheduler = scheduler;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (lock) {
            if (closed || scheduler.isClosed()) {
                throw new RejectedExecutionException("Lane '" + name + "' is closed; hand it tasks before closing it");
            }
            queue.add(task);
            if (draining) {
                return;
            }
            draining = true;
        }
        startDraining(task);
    }

    private void startDraining(Runnable first) {
        try {
            carrier.execute(this::drain);
        } catch (RejectedExecutionException refused) {
            synchronized (lock) {
                queue.removeFirstOccurrence(first);
            }
            drain(); // what other threads have added meanwhile was accepted, so it runs
            throw refused;
        }
    }

    private void drain() {
        runner = Thread.currentThread();
        for (Runnable task = next(); task != null; task = next()) {
            Guard.run(name, task);
        }
    }

    private @Nullable Runnable next() {
        synchronized (lock) {
            Runnable task = queue.poll();
            if (task == null) {
                runner = null;
                draining = false;
            }
            return task;
        }
    }

    @Override
    public boolean isCurrent() {
        return runner == Thread.currentThread();
    }

    @Override
    public boolean awaitIdle(Duration timeout) {
        requireOutside(this, name);
        CountDownLatch reached = new CountDownLatch(1);
        synchronized (lock) {
            if (!draining) {
                return true;
            }
            queue.add(reached::countDown);
        }
        return await(reached, Nanos.of(timeout));
    }

    static void requireOutside(Lane lane, String name) {
        if (lane.isCurrent()) {
            throw new IllegalStateException(
                    "A task of lane '" + name + "' would wait for its own end; wait from another thread");
        }
    }

    private boolean await(CountDownLatch latch, long nanos) {
        long start = scheduler.nanoTime();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return latch.await(nanos - (scheduler.nanoTime() - start), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
        }
    }
}
