package dev.weftwork.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DebouncerTest {
    private final ManualScheduler time = new ManualScheduler();
    private final Recording recording = new Recording(time);

    @Test
    void aHundredQuickChangesFireOnceThreeHundredMillisecondsAfterTheLast() {
        Debouncer<String, Integer> debouncer = withDelay(Duration.ofMillis(300));

        for (int i = 1; i <= 100; i++) {
            debouncer.submit("graph", i);
            advance(10);
        }
        advance(10_000);

        assertThat(recording.calls()).containsExactly("graph=100 at 1290");
    }

    @Test
    void aHundredQuickChangesOfASlicePushedSlowlyFireOnceAfterTwoSeconds() {
        Debouncer<String, Integer> debouncer = withDelay(Duration.ofSeconds(2));

        for (int i = 1; i <= 100; i++) {
            debouncer.submit("graph", i);
            advance(10);
        }
        advance(60_000);

        assertThat(recording.calls()).containsExactly("graph=100 at 2990");
    }

    @Test
    void nothingFiresBeforeItsTime() {
        Debouncer<String, Integer> debouncer = withDelay(Duration.ofMillis(300));
        debouncer.submit("graph", 1);

        advance(299);
        assertThat(recording.calls()).isEmpty();
        assertThat(debouncer.pending()).isEqualTo(1);

        advance(1);
        assertThat(recording.calls()).containsExactly("graph=1 at 300");
        assertThat(debouncer.pending()).isZero();
    }

    @Test
    void aKeyThatNeverRestsFiresAfterItsLongestWait() {
        Debouncer<String, Integer> debouncer = withDelay(Duration.ofMillis(300));

        for (int i = 0; i < 100; i++) {
            debouncer.submit("graph", i);
            advance(100);
        }
        advance(1_000);

        assertThat(recording.calls())
                .containsExactly("graph=29 at 3000", "graph=59 at 6000", "graph=89 at 9000", "graph=99 at 10200");
    }

    @Test
    void fiveUpdatesOfOneKeyFireOnceWithTheFifthValue() {
        Debouncer<String, Integer> debouncer = withDelay(Duration.ofMillis(300));

        for (int i = 1; i <= 5; i++) {
            debouncer.submit("files:123", i);
        }
        advance(1_000);

        assertThat(recording.calls()).containsExactly("files:123=5 at 300");
    }

    @Test
    void oneKeyIsNotFiredEarlyByAnother() {
        Debouncer<String, Integer> debouncer = withDelay(Duration.ofMillis(300));

        debouncer.submit("files:123", 1);
        advance(200);
        debouncer.submit("models:456", 2);
        advance(100);
        assertThat(recording.calls()).containsExactly("files:123=1 at 300");

        advance(200);
        assertThat(recording.calls()).containsExactly("files:123=1 at 300", "models:456=2 at 500");
    }

    @Test
    void aChangeRestartsOnlyTheWaitOfItsOwnKey() {
        Debouncer<String, Integer> debouncer = withDelay(Duration.ofMillis(300));

        debouncer.submit("a", 1);
        debouncer.submit("b", 1);
        advance(200);
        debouncer.submit("a", 2);
        advance(1_000);

        assertThat(recording.calls()).containsExactly("b=1 at 300", "a=2 at 500");
    }

    @Test
    void theDelayCanChangeAtRunTimePerKey() {
        Map<String, Timing> timings = new HashMap<>(Map.of(
                "a", Timing.of(Duration.ofMillis(300)),
                "b", Timing.of(Duration.ofMillis(1_000))));
        Debouncer<String, Integer> debouncer = Debouncer.builder(time, recording)
                .timing(key -> timings.getOrDefault(key, Timing.DEFAULT))
                .build();

        debouncer.submit("a", 1);
        debouncer.submit("b", 1);
        advance(1_000);
        timings.put("a", Timing.of(Duration.ofMillis(500)));
        debouncer.submit("a", 2);
        advance(1_000);

        assertThat(recording.calls()).containsExactly("a=1 at 300", "b=1 at 1000", "a=2 at 1500");
    }

    @Test
    void aShorterDelayMovesTheTimerForward() {
        Map<String, Timing> timings = new HashMap<>(Map.of("a", Timing.of(Duration.ofSeconds(5))));
        Debouncer<String, Integer> debouncer = Debouncer.builder(time, recording)
                .timing(key -> timings.getOrDefault(key, Timing.DEFAULT))
                .build();

        debouncer.submit("a", 1);
        timings.put("a", Timing.of(Duration.ofMillis(50)));
        debouncer.submit("a", 2);
        advance(10_000);

        assertThat(recording.calls()).containsExactly("a=2 at 50");
    }

    @Test
    void withoutADelayEveryChangeFiresAtOnceOnTheLane() {
        Debouncer<String, Integer> debouncer = withDelay(Duration.ZERO);

        debouncer.submit("a", 1);
        assertThat(recording.calls()).isEmpty();
        time.runDue();
        debouncer.submit("a", 2);
        time.runDue();

        assertThat(recording.calls()).containsExactly("a=1 at 0", "a=2 at 0");
    }

    @Test
    void theDefaultIsThreeHundredMillisecondsAndTenTimesThatAtMost() {
        assertThat(Timing.DEFAULT).isEqualTo(new Timing(Duration.ofMillis(300), Duration.ofSeconds(3)));
    }

    @Test
    void aTimingThatContradictsItselfIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Timing.of(Duration.ofMillis(-1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Timing(Duration.ofMillis(300), Duration.ofMillis(299)))
                .withMessageContaining("must not be shorter");
    }

    @Test
    void aThrowingHandlerHurtsNobodyAndIsReported() {
        List<Throwable> reported = new ArrayList<>();
        Debouncer<String, Integer> debouncer = Debouncer.<String, Integer>builder(time, (key, value) -> {
                    if (key.equals("bad")) {
                        throw new IllegalArgumentException("bad");
                    }
                    recording.accept(key, value);
                })
                .onFailure(reported::add)
                .build();

        debouncer.submit("a", 1);
        debouncer.submit("bad", 2);
        debouncer.submit("c", 3);
        advance(300);

        assertThat(recording.calls()).containsExactly("a=1 at 300", "c=3 at 300");
        assertThat(reported).singleElement().isInstanceOf(IllegalArgumentException.class);
        assertThat(debouncer.pending()).isZero();
    }

    @Test
    void aThrowingFailureConsumerHurtsNobodyEither() {
        Debouncer<String, Integer> debouncer = Debouncer.<String, Integer>builder(time, (key, value) -> {
                    recording.accept(key, value);
                    throw new IllegalStateException("handler");
                })
                .onFailure(thrown -> {
                    throw new IllegalStateException("consumer", thrown);
                })
                .build();

        debouncer.submit("a", 1);
        debouncer.submit("b", 2);
        advance(300);

        assertThat(recording.calls()).hasSize(2);
    }

    @Test
    void aTimingThatCannotBeToldLeavesTheDebouncerUnchanged() {
        Debouncer<String, Integer> debouncer = Debouncer.builder(time, recording)
                .timing(key -> {
                    throw new UnsupportedOperationException("no such slice");
                })
                .build();

        assertThatThrownBy(() -> debouncer.submit("a", 1)).isInstanceOf(UnsupportedOperationException.class);
        assertThat(debouncer.pending()).isZero();
    }

    private Debouncer<String, Integer> withDelay(Duration delay) {
        return Debouncer.builder(time, recording).timing(Timing.of(delay)).build();
    }

    private void advance(long millis) {
        time.advance(Duration.ofMillis(millis));
    }
}
