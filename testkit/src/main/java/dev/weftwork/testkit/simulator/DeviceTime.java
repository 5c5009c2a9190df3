package dev.weftwork.testkit.simulator;

import dev.weftwork.schedule.Cancellable;
import dev.weftwork.schedule.Lane;
import dev.weftwork.schedule.Scheduler;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/** The time of one process in the world's time: its wall clock is off, and when it dies, nothing of it runs any more. */
final class DeviceTime implements Scheduler {
    private final Scheduler world;
    private final LongSupplier skewMillis;
    private long ownSkew;
    private boolean dead;

    DeviceTime(Scheduler world, LongSupplier skewMillis) {
        this.world = world;
        this.skewMillis = skewMillis;
    }

    /** Sets the wall clock off by more. */
    void skew(Duration more) {
        ownSkew = more.toMillis();
    }

    void die() {
        dead = true;
    }

    private Runnable mortal(Runnable task) {
        return () -> {
            if (!dead) {
                task.run();
            }
        };
    }

    @Override
    public long wallMillis() {
        return world.wallMillis() + skewMillis.getAsLong() + ownSkew;
    }

    @Override
    public long nanoTime() {
        return world.nanoTime();
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        return world.schedule(delay, mortal(task));
    }

    @Override
    public Cancellable every(Duration period, Runnable task) {
        return world.every(period, mortal(task));
    }

    @Override
    public Lane lane(String name) {
        Lane lane = world.lane(name);
        return new Lane() {
            @Override
            public void execute(Runnable task) {
                lane.execute(mortal(task));
            }

            @Override
            public boolean isCurrent() {
                return lane.isCurrent();
            }

            @Override
            public boolean awaitIdle(Duration timeout) {
                return lane.awaitIdle(timeout);
            }

            @Override
            public void close() {
                lane.close();
            }
        };
    }

    @Override
    public Executor callbacks() {
        Executor callbacks = world.callbacks();
        return task -> callbacks.execute(mortal(task));
    }

    @Override
    public void close() {
        die();
    }
}
