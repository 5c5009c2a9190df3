package dev.weftwork.testkit;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs what may never come back. */
final class Threads {
    private static final int MINUTES = 10;

    private Threads() {}

    /** A step of a test. */
    interface Step {
        void run() throws Exception;
    }

    /** Runs something on a thread that nobody has to wait for if it hangs. */
    static void await(String otherwise, Step step) {
        FutureTask<Boolean> task = task(() -> {
            step.run();
            return true;
        });
        start(task);
        await(otherwise, task);
    }

    static <T> FutureTask<T> task(Callable<T> work) {
        return new FutureTask<>(work);
    }

    static Thread start(FutureTask<?> task) {
        Thread thread = new Thread(task, "storage contract");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    static <T> T await(String otherwise, FutureTask<T> task) {
        try {
            return task.get(MINUTES, TimeUnit.MINUTES);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AssertionError failed) {
                throw failed;
            }
            throw new AssertionError("The other thread failed", e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(otherwise, e);
        }
    }
}
