package dev.weftwork.server.http;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Work on the same thing is done one after the other, in the order in which it came. Thread-safe. */
final class Lines {
    private final Map<String, CompletableFuture<?>> last = new ConcurrentHashMap<>();
    private final Executor executor;

    Lines(Executor executor) {
        this.executor = executor;
    }

    /** Does the work once all that came before it is done, however that ended. */
    <T> CompletableFuture<T> next(String thing, Supplier<CompletableFuture<T>> work) {
        CompletableFuture<Boolean> over = new CompletableFuture<>();
        CompletableFuture<?> before = last.put(thing, over);
        CompletableFuture<T> result =
                before == null ? begin(work) : before.thenComposeAsync(nothing -> begin(work), executor);
        return result.whenComplete((value, failure) -> {
            last.remove(thing, over);
            over.complete(true);
        });
    }

    private static <T> CompletableFuture<T> begin(Supplier<CompletableFuture<T>> work) {
        try {
            return work.get();
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
