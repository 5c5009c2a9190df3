package dev.weftwork.store;

import dev.weftwork.schedule.Cancellable;
import dev.weftwork.schedule.Lane;
import dev.weftwork.schedule.Scheduler;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/** Real threads, in a world where waiting for some seconds takes a part of its time; what takes minutes does. */
final class HastyScheduler implements Scheduler {
    private static final int HASTE = 10;
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Scheduler real;
    private final int haste;
    private final AtomicLong leapt = new AtomicLong();

    HastyScheduler() {
        this(Scheduler.system(), HASTE);
    }

    HastyScheduler(Scheduler real, int haste) {
        this.real = real;
        this.haste = haste;
    }

    private Duration hasty(Duration duration) {
        return duration.compareTo(LONG) < 0 ? duration.dividedBy(haste) : duration;
    }

    /** As if something had taken so long. */
    void leap(Duration duration) {
        leapt.addAndGet(duration.toNanos());
    }

    @Override
    public long wallMillis() {
        return real.wallMillis();
    }

    @Override
    public long nanoTime() {
        return real.nanoTime() + leapt.get();
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        return real.schedule(hasty(delay), task);
    }

    @Override
    public Lane lane(String name) {
        Lane lane = real.lane(name);
        return new Lane() {
            @Override
            public void execute(Runnable task) {
                lane.execute(task);
            }

            @Override
            public boolean isCurrent() {
                return lane.isCurrent();
            }

            @Override
            public boolean awaitIdle(Duration timeout) {
                return lane.awaitIdle(hasty(timeout));
            }

            @Override
            public void close() {
                lane.close();
            }
        };
    }

    @Override
    public Executor callbacks() {
        return real.callbacks();
    }

    @Override
    public void close() {
        real.close();
    }
}
