package dev.weftwork.sync;

import dev.weftwork.schedule.Cancellable;
import dev.weftwork.schedule.Scheduler;
import org.jspecify.annotations.Nullable;

/** Has something done when the process is told to end, for as long as it is wanted. Thread-safe. */
final class ExitWatch {
    private final Scheduler scheduler;
    private final Runnable task;
    private final boolean wanted;
    private @Nullable Cancellable standing;

    ExitWatch(Scheduler scheduler, boolean wanted, Runnable task) {
        this.scheduler = scheduler;
        this.wanted = wanted;
        this.task = task;
    }

    synchronized void begin() {
        if (wanted && standing == null) {
            standing = scheduler.atExit(task);
        }
    }

    synchronized void end() {
        Cancellable old = standing;
        standing = null;
        if (old != null) {
            old.cancel();
        }
    }
}
