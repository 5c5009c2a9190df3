package dev.weftwork.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of one remote: daemons that end when they have nothing to do. */
final class Threads implements AutoCloseable {
    private final ThreadPoolExecutor work = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), named("weftwork-http"));
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, named("weftwork-http-timer"));

    Threads() {
        timer.setRemoveOnCancelPolicy(true);
    }

    private static ThreadFactory named(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    Executor work() {
        return work;
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    /** Ends a call that takes too long. */
    <T> CompletableFuture<T> limit(CompletableFuture<T> call, Duration most) {
        ScheduledFuture<?> alarm = timer.schedule(
                () -> call.completeExceptionally(new TimeoutException("No whole answer within " + most)),
                most.toMillis(),
                TimeUnit.MILLISECONDS);
        return call.whenComplete((value, failure) -> alarm.cancel(false));
    }

    /** Lets what runs run out; nothing new is begun. */
    @Override
    public void close() {
        timer.shutdownNow();
        work.shutdown();
    }
}
