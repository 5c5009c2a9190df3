package dev.weftwork.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class StoreMetricsTest {
    private final StoreMetrics metrics = new StoreMetrics(() -> 42);

    @Test
    void eachKindOfOperationIsCountedApart() {
        List<OperationMetrics> kinds =
                List.of(metrics.edits(), metrics.writes(), metrics.folds(), metrics.loads(), metrics.migrations());
        for (int i = 0; i < kinds.size(); i++) {
            for (int n = 0; n <= i; n++) {
                kinds.get(i).record(1, true);
            }
        }

        StoreMetrics.Snapshot snapshot = metrics.snapshot();

        assertThat(List.of(
                        snapshot.edits(), snapshot.writes(), snapshot.folds(), snapshot.loads(), snapshot.migrations()))
                .extracting(OperationMetrics.Snapshot::total)
                .containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(snapshot.edits().lastOperationAtMillis()).hasValue(42);
    }

    @Test
    void countersAddUp() {
        metrics.countWritten(3, 500);
        metrics.countWritten(1, 70);
        metrics.countListenerFailure();
        metrics.countStorageFailure();
        metrics.countStorageFailure();
        metrics.countRetry();

        StoreMetrics.Snapshot snapshot = metrics.snapshot();

        assertThat(snapshot.opsWritten()).isEqualTo(4);
        assertThat(snapshot.bytesWritten()).isEqualTo(570);
        assertThat(snapshot.listenerFailures()).isEqualTo(1);
        assertThat(snapshot.storageFailures()).isEqualTo(2);
        assertThat(snapshot.retries()).isEqualTo(1);
    }

    @Test
    void aThrowingSubscriberIsAListenerFailure() {
        metrics.writes().subscribe(snapshot -> {
            throw new IllegalStateException("subscriber");
        });

        metrics.writes().record(1, true);

        assertThat(metrics.snapshot().listenerFailures()).isEqualTo(1);
    }

    @Test
    void resetZeroesEverythingAndNotifies() {
        StoreMetrics.Snapshot fresh = metrics.snapshot();
        metrics.edits().record(1, false);
        metrics.countWritten(3, 500);
        metrics.countRetry();
        boolean[] told = new boolean[1];
        metrics.edits().subscribe(snapshot -> told[0] = true);

        metrics.reset();

        assertThat(metrics.snapshot()).isEqualTo(fresh);
        assertThat(told[0]).isTrue();
    }
}
