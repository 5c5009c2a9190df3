package dev.weftwork.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weftwork.schedule.Cancellable;
import dev.weftwork.schedule.ManualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Slow operations and many failures are told once, in order, and not by the thread that does the operation. */
final class AlertsTest {
    private static final Duration LIMIT = Duration.ofMillis(100);

    private final ManualScheduler time = new ManualScheduler(1_780_000_000_000L);
    private final OperationMetrics metrics = new OperationMetrics("pushes", time::wallMillis);
    private final List<Alert> told = new ArrayList<>();
    private final AlertRules rules =
            AlertRules.NONE.slower(OperationKind.PUSH, LIMIT).failing(OperationKind.PUSH, 4, Duration.ofMinutes(1));

    private Cancellable watch(AlertRules some) {
        return Alerts.of(some, told::add).watch(OperationKind.PUSH, metrics, time);
    }

    private void pass(Duration duration) {
        time.advance(duration);
    }

    private void take(Duration duration) {
        metrics.record(duration, true);
        pass(Duration.ZERO);
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            metrics.record(Duration.ofMillis(1), false);
        }
        pass(Duration.ZERO);
    }

    @Test
    void whatTakesLongerThanTheLimitIsToldAndWhatTakesAsLongIsNot() {
        watch(rules);
        take(LIMIT);
        assertThat(told).isEmpty();

        take(LIMIT.plusMillis(1));

        assertThat(told).singleElement().satisfies(alert -> {
            assertThat(alert)
                    .isEqualTo(new Alert.Slow(OperationKind.PUSH, LIMIT.plusMillis(1), LIMIT, 0, 1_780_000_000_000L));
            assertThat(alert.message()).contains("push", "101 ms", "100 ms");
        });
    }

    @Test
    void whoeverDoesTheOperationDoesNotRunTheListener() {
        watch(rules);
        metrics.record(Duration.ofSeconds(1), true);
        assertThat(told).isEmpty();

        pass(Duration.ZERO);
        assertThat(told).hasSize(1);
    }

    @Test
    void aSlowDiskIsToldOnceInAWhileWithTheNumberOfTheOthers() {
        watch(rules.resting(Duration.ofSeconds(10)));
        for (int i = 0; i < 25; i++) {
            take(Duration.ofSeconds(1));
            pass(Duration.ofMillis(500));
        }

        assertThat(told).extracting(alert -> ((Alert.Slow) alert).more()).containsExactly(0L, 19L);
    }

    @Test
    void soManyFailuresWithinTheWindowAreToldOnce() {
        watch(rules);
        fail(3);
        assertThat(told).isEmpty();
        fail(5);

        assertThat(told)
                .containsExactly(new Alert.Failing(OperationKind.PUSH, 4, Duration.ofMinutes(1), time.wallMillis()));
    }

    @Test
    void failuresFarApartAreNoAlert() {
        watch(rules);
        for (int i = 0; i < 20; i++) {
            fail(1);
            pass(Duration.ofSeconds(21));
        }

        assertThat(told).isEmpty();
    }

    @Test
    void itIsOverOnlyWhenSomethingSucceedsAndMostFailuresAreLongAgo() {
        watch(rules);
        fail(4);
        take(Duration.ZERO);
        assertThat(told).as("one success among failures").hasSize(1);

        pass(Duration.ofSeconds(61));
        assertThat(told).as("silence is no success").hasSize(1);
        take(Duration.ZERO);

        assertThat(told).hasSize(2);
        assertThat(told.get(1))
                .isEqualTo(new Alert.Recovered(OperationKind.PUSH, Duration.ofSeconds(61), time.wallMillis()));
    }

    @Test
    void itCanGoWrongAgainAfterItWasOver() {
        watch(rules);
        fail(4);
        pass(Duration.ofSeconds(61));
        take(Duration.ZERO);
        fail(4);

        assertThat(told)
                .extracting(Alert::kind)
                .containsExactly(Alert.Kind.FAILING, Alert.Kind.RECOVERED, Alert.Kind.FAILING);
    }

    @Test
    void aListenerThatThrowsIsToldOfTheNextOne() {
        Consumer<Alert> faulty = alert -> {
            told.add(alert);
            throw new IllegalStateException("listener");
        };
        Alerts.of(rules.resting(Duration.ZERO), faulty).watch(OperationKind.PUSH, metrics, time);
        metrics.record(Duration.ofSeconds(1), true);
        metrics.record(Duration.ofSeconds(2), true);
        pass(Duration.ZERO);
        take(Duration.ofSeconds(3));

        assertThat(told)
                .extracting(alert -> ((Alert.Slow) alert).took().toSeconds())
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void aWatchThatWasEndedIsSilent() {
        watch(rules).cancel();
        take(Duration.ofSeconds(1));
        fail(10);

        assertThat(told).isEmpty();
    }

    @Test
    void aKindWithoutARuleIsNotWatched() {
        watch(rules.without(OperationKind.PUSH));
        take(Duration.ofDays(1));
        fail(10_000);

        assertThat(told).isEmpty();
    }

    @Test
    void rulesThatMakeNoSenseAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rules.slower(OperationKind.EDIT, Duration.ZERO))
                .withMessageContaining("above zero");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rules.failing(OperationKind.EDIT, 0, LIMIT))
                .withMessageContaining("at least 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rules.resting(Duration.ofSeconds(-1)))
                .withMessageContaining("zero is the least");
    }
}
