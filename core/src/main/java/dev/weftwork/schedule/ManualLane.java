package dev.weftwork.schedule;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** A lane of a {@link ManualScheduler}; its tasks wait in the scheduler's timeline. */
final class ManualLane implements Lane {
    private final String name;
    private final ManualScheduler scheduler;
    private volatile boolean closed;
    private volatile @Nullable Thread runner;

    ManualLane(String name, ManualScheduler scheduler) {
        this.name = name;
        this.scheduler = scheduler;
    }

    @Override
    public void execute(Runnable task) {
        if (closed || scheduler.isClosed()) {
            throw new RejectedExecutionException("Lane '" + name + "' is closed; hand it tasks before closing it");
        }
        scheduler.enqueue(this, task);
    }

    String name() {
        return name;
    }

    /** Runs a body as a task of this lane. */
    void carry(Runnable body) {
        runner = Thread.currentThread();
        try {
            body.run();
        } finally {
            runner = null;
        }
    }

    @Override
    public boolean isCurrent() {
        return runner == Thread.currentThread();
    }

    @Override
    public boolean awaitIdle(Duration timeout) {
        SerialLane.requireOutside(this, name);
        scheduler.runLane(this);
        return true;
    }

    @Override
    public void close() {
        closed = true;
    }
}
