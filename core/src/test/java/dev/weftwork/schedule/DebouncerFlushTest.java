package dev.weftwork.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class DebouncerFlushTest {
    private final ManualScheduler time = new ManualScheduler();
    private final List<String> fired = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final Map<String, Runnable> during = new HashMap<>();
    private final Debouncer<String, Integer> debouncer = Debouncer.<String, Integer>builder(time, this::handle)
            .onFailure(failures::add)
            .build();

    @Test
    void flushDeliversEveryDebouncedValue() {
        for (int i = 0; i < 50; i++) {
            debouncer.submit("key" + i % 10, i);
        }

        debouncer.flush();

        assertThat(fired)
                .containsExactly(
                        "key0=40", "key1=41", "key2=42", "key3=43", "key4=44", "key5=45", "key6=46", "key7=47",
                        "key8=48", "key9=49");
        assertThat(debouncer.pending()).isZero();
    }

    @Test
    void flushFiresInTheOrderOfFirstEnqueueAndOnlyOnce() {
        debouncer.submit("b", 1);
        time.advance(Duration.ofMillis(100));
        debouncer.submit("a", 2);
        debouncer.submit("b", 3);

        debouncer.flush();
        time.advance(Duration.ofSeconds(10));

        assertThat(fired).containsExactly("b=3", "a=2");
    }

    @Test
    void flushWithoutAnythingPendingReturns() {
        debouncer.flush();

        assertThat(fired).isEmpty();
    }

    @Test
    void flushInsideAHandlerFiresTheRestInline() {
        during.put("a", () -> {
            debouncer.flush();
            fired.add("flushed");
        });
        debouncer.submit("a", 1);
        debouncer.submit("b", 2);
        debouncer.submit("c", 3);

        debouncer.flush();

        assertThat(fired).containsExactly("a=1", "b=2", "c=3", "flushed");
        assertThat(failures).isEmpty();
        assertThat(debouncer.pending()).isZero();
    }

    @Test
    void flushFromATaskOfAnotherLaneFiresInsideTheCall() {
        Lane other = time.lane("other");
        debouncer.submit("a", 1);
        other.execute(() -> {
            debouncer.flush();
            fired.add("flushed");
        });

        time.runDue();

        assertThat(fired).containsExactly("a=1", "flushed");
    }

    @Test
    void flushEndsAlthoughHandlersSubmitAgain() {
        during.put("a", () -> debouncer.submit("a", 1));
        debouncer.submit("a", 0);

        debouncer.flush();

        assertThat(fired).containsExactly("a=0");
        assertThat(debouncer.pending()).isEqualTo(1);
    }

    @Test
    void flushEndsAlthoughHandlersWithoutDelaySubmitAgain() {
        List<Integer> seen = new ArrayList<>();
        List<Debouncer<String, Integer>> self = new ArrayList<>();
        self.add(Debouncer.<String, Integer>builder(time, (key, value) -> {
                    seen.add(value);
                    self.get(0).submit(key, value + 1);
                })
                .timing(Timing.of(Duration.ZERO))
                .build());
        self.get(0).submit("a", 0);

        self.get(0).flush();

        assertThat(seen).isNotEmpty().hasSizeLessThan(4);
    }

    @Test
    void flushAsyncCompletesAfterTheLastHandler() {
        debouncer.submit("a", 1);
        debouncer.submit("b", 2);

        CompletableFuture<Void> flushed = debouncer.flushAsync();
        assertThat(flushed).isNotDone();
        CompletableFuture<Void> after = flushed.thenRun(() -> fired.add("flushed"));
        time.runDue();

        assertThat(after).isCompleted();
        assertThat(fired).containsExactly("a=1", "b=2", "flushed");
    }

    @Test
    void flushAsyncInsideAHandlerCompletesAfterThatHandler() {
        during.put("a", () -> {
            CompletableFuture<Void> after = debouncer.flushAsync().thenRun(() -> fired.add("flushed"));
            assertThat(after).isNotDone();
        });
        debouncer.submit("a", 1);
        debouncer.submit("b", 2);

        time.runUntilIdle();

        assertThat(fired).containsExactly("a=1", "b=2", "flushed");
        assertThat(failures).isEmpty();
    }

    @Test
    void closeFlushesAndThenRefuses() {
        debouncer.submit("a", 1);
        debouncer.submit("b", 2);

        debouncer.close();

        assertThat(fired).containsExactly("a=1", "b=2");
        assertThatIllegalStateException()
                .isThrownBy(() -> debouncer.submit("a", 3))
                .withMessageContaining("submit before close()");
    }

    @Test
    void aClosedDebouncerCanBeFlushedAndClosedAgain() {
        debouncer.submit("a", 1);
        debouncer.close();

        debouncer.close();
        debouncer.flush();
        CompletableFuture<Void> flushed = debouncer.flushAsync();
        time.runDue();

        assertThat(flushed).isCompleted();
        assertThat(fired).containsExactly("a=1");
    }

    @Test
    void closeInsideAHandlerFiresTheRestInline() {
        during.put("a", debouncer::close);
        debouncer.submit("a", 1);
        debouncer.submit("b", 2);

        time.runUntilIdle();

        assertThat(fired).containsExactly("a=1", "b=2");
        assertThat(failures).isEmpty();
        assertThat(time.untilNext()).isEmpty();
    }

    @Test
    void aFlushedDebouncerLeavesNoTimerBehind() {
        debouncer.submit("a", 1);

        debouncer.flush();

        assertThat(time.untilNext()).isEmpty();
    }

    @Test
    void manySubmitsShareOneTimer() {
        for (int i = 0; i < 1_000; i++) {
            debouncer.submit("key" + i % 7, i);
        }

        assertThat(time.runNext()).isTrue(); // the timer
        assertThat(time.runNext()).isTrue(); // the lane
        assertThat(time.runNext()).isFalse();
        assertThat(fired).hasSize(7);
    }

    private void handle(String key, Integer value) {
        fired.add(key + "=" + value);
        Runnable nested = during.remove(key);
        if (nested != null) {
            nested.run();
        }
    }
}
