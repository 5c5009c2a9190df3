package dev.weftwork.store;

import dev.weftwork.schedule.Lane;
import dev.weftwork.schedule.Scheduler;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done at the medium without a caller who waits: on the writer's lane, with the journal's lock held, as long as
 * the store is open. A host that ends its threads before its store loses nothing but this: edits are then written when
 * somebody waits for them, and when the store closes.
 */
final class Background {
    private static final Logger LOG = LoggerFactory.getLogger(Store.class);

    private final Scheduler scheduler;
    private final Lane lane;
    private final ReentrantLock lock;
    private final AtomicBoolean told = new AtomicBoolean();
    private volatile boolean closed;

    Background(Scheduler scheduler, ReentrantLock lock) {
        this.scheduler = scheduler;
        this.lock = lock;
        lane = scheduler.lane("writer");
    }

    /** Runs a task as soon as its turn comes; gives false if it never will. */
    boolean run(Runnable task) {
        try {
            lane.execute(() -> whileOpen(task));
            return true;
        } catch (RejectedExecutionException e) {
            refused(e);
            return false;
        }
    }

    /** Runs something quick on the timer's thread, later; gives false if it never will. */
    boolean after(Duration delay, Runnable task) {
        try {
            scheduler.schedule(delay, task);
            return true;
        } catch (RejectedExecutionException e) {
            refused(e);
            return false;
        }
    }

    private void refused(RejectedExecutionException why) {
        if (!closed && told.compareAndSet(false, true)) {
            LOG.atWarn().setCause(why).log("The scheduler takes no more work; close the store before its scheduler");
        }
    }

    private void whileOpen(Runnable task) {
        lock.lock();
        try {
            // looked at under the lock: else the storage could be let go of between the look and the task
            if (!closed) {
                task.run();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Under the lock. */
    void close() {
        closed = true;
        lane.close();
    }
}
