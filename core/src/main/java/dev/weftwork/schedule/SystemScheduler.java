package dev.weftwork.schedule;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The one class that reads the system's clock and starts threads, unless a host lends it its own. */
final class SystemScheduler implements Scheduler {
    private final ScheduledExecutorService timer;
    private final Executor callbacks;
    private final Function<String, Executor> carriers;
    private final @Nullable OwnThreads own;
    private final Set<Thread> exits = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private SystemScheduler(
            ScheduledExecutorService timer,
            Executor callbacks,
            Function<String, Executor> carriers,
            @Nullable OwnThreads own) {
        this.timer = timer;
        this.callbacks = callbacks;
        this.carriers = carriers;
        this.own = own;
    }

    static SystemScheduler withOwnThreads() {
        OwnThreads own = new OwnThreads();
        return new SystemScheduler(own.timer(), own.callbacks(), own::carrier, own);
    }

    static SystemScheduler withThreadsOf(ScheduledExecutorService timer, Executor work) {
        return new SystemScheduler(timer, work, lane -> work, null);
    }

    @Override
    public long wallMillis() {
        return System.currentTimeMillis();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        if (closed) {
            throw new RejectedExecutionException("The scheduler is closed; close what uses it first");
        }
        Future<?> future = timer.schedule(() -> fire(task), Nanos.of(delay), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    private void fire(Runnable task) {
        if (!closed) {
            Guard.run("timer", task);
        }
    }

    @Override
    public Lane lane(String name) {
        return new SerialLane(name, carriers.apply(name), this);
    }

    @Override
    public Executor callbacks() {
        return this::callBack;
    }

    private void callBack(Runnable task) {
        try {
            callbacks.execute(() -> Guard.run("callback", task));
        } catch (RejectedExecutionException refused) {
            Guard.run("callback", task);
        }
    }

    @Override
    public Cancellable atExit(Runnable task) {
        Thread thread = new Thread(() -> Guard.run("exit", task), OwnThreads.PREFIX + "exit");
        try {
            Runtime.getRuntime().addShutdownHook(thread);
        } catch (IllegalStateException ending) {
            return () -> {};
        }
        exits.add(thread);
        return () -> drop(thread);
    }

    private void drop(Thread exit) {
        exits.remove(exit);
        try {
            Runtime.getRuntime().removeShutdownHook(exit);
        } catch (IllegalStateException ending) {
            // the process ends already, and the task runs or has run
            return;
        }
    }

    @Override
    public Optional<String> process() {
        return RunningProcess.name();
    }

    @Override
    public boolean hasEnded(String process) {
        return RunningProcess.hasEnded(
                Objects.requireNonNull(process, "A name of a process is needed; process() gives one"));
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        exits.forEach(this::drop);
        if (own != null) {
            own.close();
        }
    }

    /** The daemon threads of a scheduler that was given none: one timer, carriers of lanes, callbacks. */
    private static final class OwnThreads {
        private static final String PREFIX = "weftwork-";
        private static final int CALLBACK_THREADS = 8;
        private static final long IDLE_SECONDS = 30;

        private final ScheduledThreadPoolExecutor timer =
                new ScheduledThreadPoolExecutor(1, task -> daemon("timer", task));

        /** One thread per busy lane. The queue hands work to the thread that went idle last, whose caches are warm. */
        private final ExecutorService carriers = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> daemon("lane", task));

        private final ThreadPoolExecutor callbacks = new ThreadPoolExecutor(
                CALLBACK_THREADS,
                CALLBACK_THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> daemon("callback", task));

        OwnThreads() {
            timer.setRemoveOnCancelPolicy(true);
            callbacks.allowCoreThreadTimeOut(true);
        }

        ScheduledExecutorService timer() {
            return timer;
        }

        Executor callbacks() {
            return callbacks;
        }

        /** Returns an executor whose threads bear the name of the lane that they carry. */
        Executor carrier(String lane) {
            String name = PREFIX + lane;
            return drain -> carriers.execute(() -> {
                Thread thread = Thread.currentThread();
                if (!thread.getName().equals(name)) {
                    thread.setName(name);
                }
                drain.run();
            });
        }

        void close() {
            timer.shutdownNow();
            carriers.shutdown();
            callbacks.shutdown();
        }

        private static Thread daemon(String role, Runnable task) {
            Thread thread = new Thread(task, PREFIX + role);
            thread.setDaemon(true);
            return thread;
        }
    }
}
