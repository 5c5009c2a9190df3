package dev.weftwork.schedule;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The library's only source of time and threads. Everything that waits, repeats or runs elsewhere is handed one of
 * these, so that a {@link ManualScheduler} can take over both.
 *
 * <p>Whatever a task throws is reported to the log and goes no further.
 *
 * <p>Implementations are thread-safe.
 */
public interface Scheduler extends AutoCloseable {
    /** {@return the time of day in milliseconds since 1970, which may be wrong and may jump, even backwards} */
    long wallMillis();

    /** {@return a count of nanoseconds that never runs backwards; only the difference of two counts means anything} */
    long nanoTime();

    /**
     * Runs a task once, after a delay, on the scheduler's timer. All delays share that timer, so the task is short or
     * hands over to a {@link Lane}. The task never runs inside this call.
     *
     * @param delay the wait; a negative one counts as zero
     * @param task what to run
     * @return calls the task off
     * @throws java.util.concurrent.RejectedExecutionException if the scheduler is closed
     */
    Cancellable schedule(Duration delay, Runnable task);

    /**
     * Runs a task again and again on the scheduler's timer: first after one period, then one period after each end. A
     * throwing task is reported and repeated. Closing the scheduler ends the repetition.
     *
     * @param period the wait before each run; longer than zero
     * @param task what to run
     * @return ends the repetition
     * @throws java.util.concurrent.RejectedExecutionException if the scheduler is closed
     */
    default Cancellable every(Duration period, Runnable task) {
        return Repetition.start(period, task, this::schedule);
    }

    /**
     * Makes a lane. Two lanes never wait for each other, even under the same name.
     *
     * @param name the role, for thread names and log entries
     * @return an idle lane
     */
    Lane lane(String name);

    /**
     * Tells where futures that were given to a host are completed, so that a host's continuation never runs on a lane.
     * Tasks may run side by side and in any order; they should not block on one another. After {@link #close} a task
     * still runs, on the calling thread if need be, so that no future stays open.
     *
     * @return an executor for completions
     */
    Executor callbacks();

    /**
     * Runs a task once when the process is told to end, by a signal or by {@code System.exit}, beside whatever else is
     * done then. The process waits for it, so it must put a limit on its own waits. A kill leaves no time for it, and
     * neither does closing the scheduler.
     *
     * <p>A scheduler that does not know of the end of its process never runs the task; this one does not.
     *
     * @param task what to run
     * @return takes the task back
     */
    default Cancellable atExit(Runnable task) {
        return () -> {};
    }

    /**
     * Names the running process, so that another on the same machine can ask {@link #hasEnded} about it. Empty where the
     * system does not tell enough, and for a scheduler that does not know of its process.
     *
     * @return a name that no other process has or will have
     */
    default Optional<String> process() {
        return Optional.empty();
    }

    /**
     * Tells whether a process has surely ended.
     *
     * @param process its {@link #process name}
     * @return false while it runs, and wherever that cannot be told from here
     */
    default boolean hasEnded(String process) {
        return false;
    }

    /**
     * Drops all timers and refuses new tasks. Tasks that lanes have accepted still run; this call does not wait for
     * them, so whoever needs them calls {@link Lane#awaitIdle} first. Calling it again does nothing.
     */
    @Override
    void close();

    /**
     * Makes a scheduler on the system's clock with daemon threads of its own, named {@code weftwork-} and their role.
     * A thread starts when it is first needed; all but the timer's end after 30 idle seconds.
     *
     * @return a scheduler, which the caller closes
     */
    static Scheduler system() {
        return SystemScheduler.withOwnThreads();
    }

    /**
     * Makes a scheduler on the system's clock with a host's threads. Lanes are serial views over {@code work}, and
     * callbacks run on it. Closing the scheduler closes neither of the two.
     *
     * @param timer carries delays; it should drop cancelled tasks at once
     *     ({@link java.util.concurrent.ScheduledThreadPoolExecutor#setRemoveOnCancelPolicy})
     * @param work carries lanes and callbacks; it needs more threads than there are tasks that wait for another lane,
     *     and may refuse tasks only after the scheduler is closed
     * @return a scheduler, which the caller closes
     */
    static Scheduler system(ScheduledExecutorService timer, Executor work) {
        return SystemScheduler.withThreadsOf(timer, work);
    }
}
