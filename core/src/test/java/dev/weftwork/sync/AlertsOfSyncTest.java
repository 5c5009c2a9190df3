package dev.weftwork.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Ids;
import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryRemote;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.metrics.Alert;
import dev.weftwork.metrics.AlertRules;
import dev.weftwork.metrics.Alerts;
import dev.weftwork.metrics.OperationKind;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An engine tells its host when calls of the server are slow and when many fail. */
final class AlertsOfSyncTest {
    private static final RemoteFailure OFFLINE =
            new RemoteFailure(RemoteFailure.Kind.UNAVAILABLE, "offline", "No network");

    private final ManualScheduler time = new ManualScheduler();
    private final Wire wire = new Wire(MemoryRemote.of(MemoryWorkspace.create("studio", time), "ann"));
    private final List<Alert> told = new ArrayList<>();

    private Device start(AlertRules rules) {
        MemoryDisk disk = new MemoryDisk();
        Store store = Store.builder()
                .storage(MemoryStorage.on(disk))
                .scheduler(time)
                .ids(Ids.seeded(1, time::wallMillis))
                .open();
        Device device = new Device(
                disk,
                store,
                time,
                wire,
                builder -> builder.alerts(Alerts.of(rules, told::add)).options(options -> options.withLive(false)));
        pass(1);
        device.createPoster();
        pass(10);
        return device;
    }

    private void pass(long seconds) {
        time.advance(Duration.ofSeconds(seconds));
    }

    @Test
    void aServerThatIsAwayIsToldOnceAndAgainWhenItIsBack() {
        Device ann = start(AlertRules.NONE.failing(OperationKind.SYNC, 5, Duration.ofMinutes(10)));
        wire.failure = OFFLINE;
        ann.node("a", "title");
        pass(300);
        assertThat(told).extracting(Alert::kind).containsExactly(Alert.Kind.FAILING);

        wire.failure = null;
        for (int i = 0; i < 20; i++) {
            ann.node("a", "title " + i);
            pass(60);
        }

        assertThat(told).extracting(Alert::kind).containsExactly(Alert.Kind.FAILING, Alert.Kind.RECOVERED);
        assertThat(told).extracting(Alert::operation).containsOnly(OperationKind.SYNC);
    }

    @Test
    void callsThatOnlyPullAreWatchedToo() {
        start(AlertRules.NONE.failing(OperationKind.PULL, 1, Duration.ofMinutes(10)));
        wire.failure = OFFLINE;
        pass(600);

        assertThat(told).extracting(Alert::operation).containsExactly(OperationKind.PULL);
    }

    @Test
    void aPushOfWhichNothingIsHeardIsSlow() {
        Device ann = start(AlertRules.NONE.slower(OperationKind.PUSH, Duration.ofSeconds(2)));
        wire.silent = true;
        ann.node("a", "title");
        pass(70);

        assertThat(told).singleElement().satisfies(alert -> {
            assertThat(alert.kind()).isEqualTo(Alert.Kind.SLOW);
            assertThat(alert.operation()).isEqualTo(OperationKind.PUSH);
        });
    }
}
