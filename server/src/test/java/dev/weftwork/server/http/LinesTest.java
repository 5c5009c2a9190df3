package dev.weftwork.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Work of one name goes one after the other. */
final class LinesTest {
    @Test
    void anErrorOfOneLetsTheNextHaveItsTurn() {
        Lines lines = new Lines(Runnable::run);

        CompletableFuture<String> first = lines.next("a", () -> {
            throw new StackOverflowError();
        });
        CompletableFuture<String> next = lines.next("a", () -> CompletableFuture.completedFuture("x"));

        assertThat(first).isCompletedExceptionally();
        assertThat(next).isCompletedWithValue("x");
    }
}
