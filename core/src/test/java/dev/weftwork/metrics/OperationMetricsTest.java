package dev.weftwork.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weftwork.metrics.OperationMetrics.Snapshot;
import dev.weftwork.schedule.Cancellable;
import dev.weftwork.schedule.ManualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OperationMetricsTest {
    private final ManualScheduler time = new ManualScheduler(1_000);
    private final OperationMetrics metrics = new OperationMetrics("writes", time::wallMillis);
    private final List<Snapshot> seen = new ArrayList<>();

    @Test
    void withoutOperationsEverythingIsZeroAndNothingHasFailed() {
        Snapshot snapshot = metrics.snapshot();

        assertThat(snapshot.total()).isZero();
        assertThat(snapshot.lastOperationAtMillis()).isEmpty();
        assertThat(snapshot.average()).isZero();
        assertThat(snapshot.latest()).isZero();
        assertThat(snapshot.recent()).isEmpty();
        assertThat(snapshot.successRate()).isEqualTo(100.0);
    }

    @Test
    void anOperationIsCountedWithItsTimeAndDuration() {
        metrics.record(Duration.ofMillis(10), true);
        time.advance(Duration.ofMillis(500));
        metrics.record(Duration.ofMillis(30).toNanos(), false);

        Snapshot snapshot = metrics.snapshot();
        assertThat(snapshot.total()).isEqualTo(2);
        assertThat(snapshot.successful()).isEqualTo(1);
        assertThat(snapshot.failed()).isEqualTo(1);
        assertThat(snapshot.lastOperationAtMillis()).hasValue(1_500);
        assertThat(snapshot.average()).isEqualTo(Duration.ofMillis(20));
        assertThat(snapshot.recent()).containsExactly(Duration.ofMillis(10), Duration.ofMillis(30));
        assertThat(snapshot.latest()).isEqualTo(Duration.ofMillis(30));
    }

    @Test
    void aHundredAndFiftyOperationsLeaveAHistoryOfAHundred() {
        for (int i = 1; i <= 150; i++) {
            metrics.record(Duration.ofMillis(i), i % 3 != 0);
        }

        Snapshot snapshot = metrics.snapshot();
        assertThat(snapshot.total()).isEqualTo(150);
        assertThat(snapshot.successful()).isEqualTo(100);
        assertThat(snapshot.failed()).isEqualTo(50);
        assertThat(snapshot.recent())
                .hasSize(100)
                .startsWith(Duration.ofMillis(51))
                .endsWith(Duration.ofMillis(150))
                .isSorted();
        assertThat(snapshot.average()).isEqualTo(Duration.ofNanos(100_500_000));
        assertThat(snapshot.successRate()).isEqualTo(66.67, within(0.01));
    }

    @Test
    void aNegativeDurationCountsAsZero() {
        metrics.record(-5, true);

        assertThat(metrics.snapshot().recent()).containsExactly(Duration.ZERO);
    }

    @Test
    void aSubscriberIsToldUntilItCancels() {
        Cancellable subscription = metrics.subscribe(seen::add);

        metrics.record(1, true);
        metrics.record(1, false);
        subscription.cancel();
        subscription.cancel();
        metrics.record(1, true);

        assertThat(seen).extracting(Snapshot::total).containsExactly(1L, 2L);
    }

    @Test
    void oneOfTwoEqualSubscriptionsCanBeCancelled() {
        Cancellable first = metrics.subscribe(seen::add);
        metrics.subscribe(seen::add);

        first.cancel();
        metrics.record(1, true);

        assertThat(seen).hasSize(1);
    }

    @Test
    void aThrowingSubscriberDoesNotStopTheOthersNorTheOperation() {
        metrics.subscribe(snapshot -> {
            throw new IllegalStateException("subscriber");
        });
        metrics.subscribe(seen::add);

        metrics.record(1, true);
        metrics.record(1, true);

        assertThat(seen).hasSize(2);
        assertThat(metrics.snapshot().total()).isEqualTo(2);
    }

    @Test
    void resetZeroesAndNotifies() {
        metrics.record(Duration.ofMillis(7), false);
        metrics.subscribe(seen::add);

        metrics.reset();

        assertThat(seen).containsExactly(new OperationMetrics("fresh", time::wallMillis).snapshot());
        metrics.record(Duration.ofMillis(3), true);
        assertThat(metrics.snapshot().average()).isEqualTo(Duration.ofMillis(3));
    }

    @Test
    void operationsOfManyThreadsAreAllCounted() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            boolean success = t % 2 == 0;
            threads.add(new Thread(() -> {
                for (int i = 0; i < 10_000; i++) {
                    metrics.record(1_000, success);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(metrics.snapshot().total()).isEqualTo(40_000);
        assertThat(metrics.snapshot().failed()).isEqualTo(20_000);
        assertThat(metrics.snapshot().average()).isEqualTo(Duration.ofNanos(1_000));
    }
}
