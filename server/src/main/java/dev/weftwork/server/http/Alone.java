package dev.weftwork.server.http;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Has something done by one thread at a time, however often it is asked for and however long it takes. Thread-safe. */
final class Alone implements Runnable {
    private final Executor executor;
    private final Runnable task;
    private final AtomicBoolean busy = new AtomicBoolean();

    Alone(Executor executor, Runnable task) {
        this.executor = executor;
        this.task = task;
    }

    /** Has it done, unless that is under way. */
    @Override
    public void run() {
        if (!busy.compareAndSet(false, true)) {
            return;
        }
        try {
            executor.execute(this::work);
        } catch (RejectedExecutionException e) {
            // the server stops, or has too much to do; it will be asked for again
            busy.set(false);
        }
    }

    private void work() {
        try {
            task.run();
        } finally {
            busy.set(false);
        }
    }
}
