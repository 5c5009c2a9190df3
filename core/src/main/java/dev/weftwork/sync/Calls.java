package dev.weftwork.sync;

import dev.weftwork.schedule.Cancellable;
import dev.weftwork.schedule.Lane;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteReply;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Asks the server and brings each answer, or word that none came, back to the engine's lane. */
final class Calls {
    private final Scheduler scheduler;
    private final Lane lane;

    Calls(Scheduler scheduler, Lane lane) {
        this.scheduler = scheduler;
        this.lane = lane;
    }

    /**
     * Asks.
     *
     * @param call makes the call
     * @param patience how long it may take
     * @param then is told once, on the lane
     */
    <T> void ask(Supplier<CompletableFuture<RemoteReply<T>>> call, Duration patience, Consumer<RemoteReply<T>> then) {
        CompletableFuture<RemoteReply<T>> future = make(call);
        AtomicBoolean answered = new AtomicBoolean();
        Cancellable watchdog = scheduler.schedule(patience, () -> {
            if (answered.compareAndSet(false, true)) {
                future.cancel(true);
                hand(() -> then.accept(unavailable("timeout", "The server did not answer within " + patience)));
            }
        });
        // nothing can fail in there, so nobody looks at how it ended
        CompletableFuture<?> unused = future.whenComplete((reply, thrown) -> {
            if (answered.compareAndSet(false, true)) {
                watchdog.cancel();
                hand(() -> then.accept(thrown == null ? reply : unavailable("call-failed", String.valueOf(thrown))));
            }
        });
    }

    private static <T> CompletableFuture<RemoteReply<T>> make(Supplier<CompletableFuture<RemoteReply<T>>> call) {
        try {
            return call.get();
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static <T> RemoteReply<T> unavailable(String code, String message) {
        return new RemoteReply.Failed<>(new RemoteFailure(RemoteFailure.Kind.UNAVAILABLE, code, message));
    }

    /** Brings a task to the lane; one that comes after the engine's end is dropped. */
    void hand(Runnable task) {
        try {
            lane.execute(task);
        } catch (RejectedExecutionException e) {
            // the engine is closed, and nobody waits for the answer any more
            return;
        }
    }
}
