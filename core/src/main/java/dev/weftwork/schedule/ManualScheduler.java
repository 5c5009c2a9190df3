package dev.weftwork.schedule;

import dev.weftwork.schedule.ManualTask.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Virtual time, for tests and simulations. Time stands still and nothing runs until a test calls {@link #advance},
 * {@link #runDue}, {@link #runUntilIdle} or {@link #runNext}; then timers, lanes and callbacks run on the calling
 * thread, ordered by the time at which they are due and then by insertion. Equal calls give equal runs.
 *
 * <p>{@link Lane#awaitIdle} runs the tasks of its lane inside the call, even from a task of another lane, so that code
 * that waits for a lane does not block. Any other blocking wait for a task must happen on a thread that does not drive
 * this scheduler.
 *
 * <p>The wall clock moves with virtual time and can be set or skewed apart from it.
 *
 * <p>Thread-safe: other threads may insert tasks and read the time, one thread drives at a time, and a task cannot
 * drive the scheduler that runs it.
 */
public final class ManualScheduler implements Scheduler {
    private static final long DEFAULT_WALL = 1_767_225_600_000L; // the first moment of 2026, UTC
    private static final int RUNAWAY = 1_000_000;

    private final Timeline timeline = new Timeline();
    private final AtomicLong wallAtZero;
    private final ReentrantLock driver = new ReentrantLock();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final List<Runnable> exits = new CopyOnWriteArrayList<>();
    private volatile @Nullable String process;
    private volatile Predicate<String> ended = name -> false;
    private volatile boolean closed;

    /** Makes a scheduler whose wall clock shows the first moment of 2026, UTC. */
    public ManualScheduler() {
        this(DEFAULT_WALL);
    }

    /**
     * Makes a scheduler whose wall clock starts at a given time.
     *
     * @param wallMillis what the wall clock shows, in milliseconds since 1970
     */
    public ManualScheduler(long wallMillis) {
        wallAtZero = new AtomicLong(wallMillis);
    }

    /**
     * Moves time on and runs everything that falls due on the way, each task at its own moment.
     *
     * @param duration how far; zero only runs what is due
     */
    public void advance(Duration duration) {
        drive(() -> {
            long target = timeline.now() + Nanos.of(duration);
            runUntil(target);
            timeline.moveTo(target);
        });
    }

    /** Runs everything due now, and what that makes due now, without moving time. */
    public void runDue() {
        drive(() -> runUntil(timeline.now()));
    }

    /**
     * Runs everything, jumping from each task to the next, until only repetitions made with {@link #every} are left.
     *
     * @throws IllegalStateException after a million tasks, as a timer that renews itself never lets this end
     */
    public void runUntilIdle() {
        drive(() -> {
            for (int count = 0; !timeline.isIdle(); count++) {
                run(timeline.takeUntil(Long.MAX_VALUE));
                limit(count);
            }
        });
    }

    /**
     * Runs the next task, jumping to its moment.
     *
     * @return whether there was one
     */
    public boolean runNext() {
        boolean any = untilNext().isPresent();
        drive(() -> run(timeline.takeUntil(Long.MAX_VALUE)));
        return any;
    }

    /** {@return the time until the next task is due: zero if one is due now, nothing if there is none} */
    public Optional<Duration> untilNext() {
        return timeline.untilNext().stream().mapToObj(Duration::ofNanos).findFirst();
    }

    /**
     * Sets the wall clock. Timers and {@link #nanoTime} are not affected.
     *
     * @param wallMillis the new time, in milliseconds since 1970
     */
    public void setWallMillis(long wallMillis) {
        wallAtZero.set(wallMillis - elapsedMillis());
    }

    /**
     * Makes the wall clock jump. Timers and {@link #nanoTime} are not affected.
     *
     * @param step how far; negative for backwards
     */
    public void skew(Duration step) {
        wallAtZero.addAndGet(step.toMillis());
    }

    /** {@return what tasks have thrown so far, in order; all of it has been reported to the log too} */
    public List<Throwable> failures() {
        return List.copyOf(failures);
    }

    @Override
    public long wallMillis() {
        return wallAtZero.get() + elapsedMillis();
    }

    @Override
    public long nanoTime() {
        return timeline.now();
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        return insert(delay, Kind.TIMER, task);
    }

    @Override
    public Cancellable every(Duration period, Runnable task) {
        return Repetition.start(period, task, (delay, body) -> insert(delay, Kind.REPETITION, body));
    }

    @Override
    public Lane lane(String name) {
        return new ManualLane(name, this);
    }

    /** Does what is to be done when the process is told to end, in the order in which it was asked for. */
    public void exit() {
        List<Runnable> tasks = List.copyOf(exits);
        exits.clear();
        tasks.forEach(task -> {
            Throwable thrown = Guard.run("exit", task);
            if (thrown != null) {
                failures.add(thrown);
            }
        });
    }

    /** {@return how many tasks wait for the process's end} */
    public int untilExit() {
        return exits.size();
    }

    @Override
    public Cancellable atExit(Runnable task) {
        // two tasks that are equal are two all the same
        Runnable own = () -> task.run();
        exits.add(own);
        return () -> exits.remove(own);
    }

    /**
     * Sets what {@link #process} and {@link #hasEnded} say.
     *
     * @param name the name of this scheduler's process
     * @param ended tells of another name whether that process has ended
     */
    public void process(String name, Predicate<String> ended) {
        process = Objects.requireNonNull(name, "A name is needed; any text will do");
        this.ended = Objects.requireNonNull(ended, "A test is needed; it says which processes have ended");
    }

    @Override
    public Optional<String> process() {
        return Optional.ofNullable(process);
    }

    @Override
    public boolean hasEnded(String other) {
        return ended.test(other);
    }

    @Override
    public Executor callbacks() {
        return task -> timeline.add(0, Kind.CALLBACK, null, task);
    }

    @Override
    public void close() {
        closed = true;
        exits.clear();
        timeline.dropTimers();
    }

    boolean isClosed() {
        return closed;
    }

    void enqueue(ManualLane lane, Runnable task) {
        timeline.add(0, Kind.LANE, lane, task);
    }

    /** Runs what a lane has accepted so far, nested in a running task if need be. */
    void runLane(ManualLane lane) {
        driver.lock();
        try {
            long before = timeline.inserted();
            for (ManualTask task = timeline.takeOf(lane, before); task != null; task = timeline.takeOf(lane, before)) {
                run(task);
            }
        } finally {
            driver.unlock();
        }
    }

    private Cancellable insert(Duration delay, Kind kind, Runnable task) {
        if (closed) {
            throw new RejectedExecutionException("The scheduler is closed; close what uses it first");
        }
        ManualTask inserted = timeline.add(Nanos.of(delay), kind, null, task);
        return () -> timeline.remove(inserted);
    }

    private void drive(Runnable run) {
        if (driver.isHeldByCurrentThread()) {
            throw new IllegalStateException("A task cannot drive the scheduler that runs it; do so from the test");
        }
        driver.lock();
        try {
            run.run();
        } finally {
            driver.unlock();
        }
    }

    private void runUntil(long horizon) {
        long moment = timeline.now();
        int count = 0;
        for (ManualTask task = timeline.takeUntil(horizon); task != null; task = timeline.takeUntil(horizon)) {
            count = task.due() > moment ? 0 : count + 1;
            moment = timeline.now();
            run(task);
            limit(count);
        }
    }

    private void run(@Nullable ManualTask task) {
        if (task == null) {
            return;
        }
        ManualLane lane = task.lane();
        Throwable thrown = lane == null
                ? Guard.run(task.kind().isTimer() ? "timer" : "callback", task.body())
                : Guard.run(lane.name(), () -> lane.carry(task.body()));
        if (thrown != null) {
            failures.add(thrown);
        }
    }

    private static void limit(int count) {
        if (count >= RUNAWAY) {
            throw new IllegalStateException("A million tasks and no end; does a task renew itself without delay?");
        }
    }

    private long elapsedMillis() {
        return TimeUnit.NANOSECONDS.toMillis(timeline.now());
    }
}
