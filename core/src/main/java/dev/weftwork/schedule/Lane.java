package dev.weftwork.schedule;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * A serial executor: its tasks run one at a time, in the order in which they were accepted, each seeing what the one
 * before it did. A lane has no thread of its own and costs nothing while it is idle.
 *
 * <p>A task that throws is reported to the log with the name of its lane, and the next one runs.
 *
 * <p>Thread-safe.
 */
public interface Lane extends Executor, AutoCloseable {
    /**
     * Accepts a task; it runs after all that were accepted before it.
     *
     * @throws java.util.concurrent.RejectedExecutionException if the lane or its scheduler is closed
     */
    @Override
    void execute(Runnable task);

    /** {@return whether the calling thread is running a task of this lane} */
    boolean isCurrent();

    /**
     * Waits until every task accepted before this call has run; later ones do not prolong the wait. Works on a closed
     * lane too. An interrupt does not end the wait; the thread's interrupt flag is set again on return.
     *
     * @param timeout the longest wait; a {@link ManualScheduler} ignores it and runs the tasks inside this call
     * @return false if the time ran out first
     * @throws IllegalStateException if the caller is itself a task of this lane, which would wait for its own end
     */
    boolean awaitIdle(Duration timeout);

    /**
     * Refuses further tasks. What was accepted still runs; {@link #awaitIdle} waits for it, this method does not.
     * Calling it again does nothing.
     */
    @Override
    void close();
}
