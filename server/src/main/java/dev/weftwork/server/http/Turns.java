package dev.weftwork.server.http;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One request at a time has to do with an upload. A newer one ends the older, since a client that comes back has given
 * its former connection up, and waits until nothing is written any more. Thread-safe.
 */
final class Turns {
    private final Map<String, Turn> last = new ConcurrentHashMap<>();
    private final Executor executor;

    Turns(Executor executor) {
        this.executor = executor;
    }

    /** Whether any request has to do with the upload now. */
    boolean taken(String id) {
        return last.containsKey(id);
    }

    /**
     * Whether a request that begins at an offset was sent before the one whose turn it is: a client that comes back begins
     * where the upload stands, and never before that.
     */
    boolean isOvertaken(String id, long offset) {
        Turn newest = last.get(id);
        return newest != null && offset < newest.from;
    }

    /** Does the work when it is its turn; the next turn begins when what the work gave is complete. */
    <T> CompletableFuture<T> next(String id, Function<Turn, CompletableFuture<T>> work) {
        Turn mine = new Turn();
        Turn before = last.put(id, mine);
        CompletableFuture<T> result;
        if (before == null) {
            result = begin(mine, work);
        } else {
            before.supersede();
            result = before.over.thenComposeAsync(nothing -> begin(mine, work), executor);
        }
        return result.whenComplete((value, failure) -> {
            last.remove(id, mine);
            mine.over.complete(null);
        });
    }

    private static <T> CompletableFuture<T> begin(Turn turn, Function<Turn, CompletableFuture<T>> work) {
        try {
            return work.apply(turn);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** The right to write. */
    static final class Turn {
        private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
        private @Nullable Intake intake;
        private boolean superseded;
        /** Where its body begins in the upload; all is as far as that before there is one. */
        private volatile long from;

        CompletableFuture<Boolean> take(Intake body) {
            from = body.from();
            synchronized (this) {
                intake = body;
                if (superseded) {
                    body.supersede();
                }
            }
            return body.start();
        }

        synchronized void supersede() {
            superseded = true;
            if (intake != null) {
                intake.supersede();
            }
        }
    }
}
