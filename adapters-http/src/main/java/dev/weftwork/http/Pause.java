package dev.weftwork.http;

import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteFailure.Kind;
import dev.weftwork.spi.RemoteReply;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * When to try a transfer again: after a pause that doubles with each failure in a row, at random so that many devices do
 * not come back at once. A transfer that moved on in between starts anew.
 */
final class Pause {
    private static final int MOST_IN_A_ROW = 8;
    private static final long FIRST_MILLIS = 100;
    private static final long LAST_MILLIS = 5_000;
    /** A full workspace does not empty itself, and a closed adapter does not open. */
    private static final Set<String> HOPELESS = Set.of("storage-quota", "closed");

    private final Transport transport;
    private int failures;

    Pause(Transport transport) {
        this.transport = transport;
    }

    void movedOn() {
        failures = 0;
    }

    /** Whether it is for this transfer to try again, or for who asked for it. */
    boolean worthwhile(RemoteFailure failure) {
        Duration wanted = failure.retryAfter();
        return failure.kind() == Kind.UNAVAILABLE
                && !HOPELESS.contains(failure.code())
                && failures < MOST_IN_A_ROW
                && (wanted == null || wanted.toMillis() <= LAST_MILLIS);
    }

    <T> CompletableFuture<RemoteReply<T>> then(
            RemoteFailure failure, Supplier<CompletableFuture<RemoteReply<T>>> next) {
        long bound = Math.min(LAST_MILLIS, FIRST_MILLIS << failures);
        failures++;
        Duration wanted = failure.retryAfter();
        long millis =
                wanted != null ? wanted.toMillis() : ThreadLocalRandom.current().nextLong(bound + 1);
        return transport.pause(millis).thenCompose(over -> next.get());
    }
}
