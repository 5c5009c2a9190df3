package dev.weftwork.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.metrics.OperationMetrics.Snapshot;
import dev.weftwork.schedule.Cancellable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AlertTest {
    private final OperationMetrics metrics = new OperationMetrics("writes", () -> 0);
    private final List<Snapshot> alerts = new ArrayList<>();

    @Test
    void moreThanTenFailuresAlertOnce() {
        metrics.alert(snapshot -> snapshot.failed() > 10, alerts::add);

        fail(10);
        assertThat(alerts).isEmpty();

        fail(5);
        assertThat(alerts).extracting(Snapshot::failed).containsExactly(11L);
    }

    @Test
    void anAlertIsArmedAgainWhenItsConditionHasCeased() {
        metrics.alert(snapshot -> snapshot.failed() > 10, alerts::add);

        fail(20);
        metrics.reset();
        fail(20);

        assertThat(alerts).hasSize(2);
    }

    @Test
    void aSlowOperationAlertsEachTimeOperationsTurnSlow() {
        metrics.alert(snapshot -> snapshot.latest().compareTo(Duration.ofMillis(100)) > 0, alerts::add);

        metrics.record(Duration.ofMillis(150), true);
        metrics.record(Duration.ofMillis(160), true);
        metrics.record(Duration.ofMillis(20), true);
        metrics.record(Duration.ofMillis(170), true);

        assertThat(alerts).extracting(Snapshot::latest).containsExactly(Duration.ofMillis(150), Duration.ofMillis(170));
    }

    @Test
    void aCancelledAlertIsSilent() {
        Cancellable alert = metrics.alert(snapshot -> snapshot.failed() > 10, alerts::add);

        alert.cancel();
        fail(20);

        assertThat(alerts).isEmpty();
    }

    @Test
    void aResetAloneRaisesNoAlarmAboutTheSuccessRate() {
        metrics.alert(snapshot -> snapshot.successRate() < 90, alerts::add);

        metrics.reset();

        assertThat(alerts).isEmpty();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            metrics.record(1, false);
        }
    }
}
