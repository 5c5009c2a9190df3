package dev.weftwork.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.memory.MemoryRemote;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.spi.RemoteFailure;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** When a sync runs. */
final class TriggersTest {
    private final ManualScheduler time = new ManualScheduler();
    private final MemoryWorkspace server = MemoryWorkspace.create("studio", time);
    private final Wire wire = new Wire(MemoryRemote.of(server, "ann"));

    private Device start(UnaryOperator<SyncOptions> options) {
        Device device = new Device(time, wire, 1, options);
        time.advance(Duration.ofSeconds(1));
        device.createPoster();
        device.node("a", "first");
        device.engine.flush();
        time.advance(Duration.ofSeconds(3));
        wire.calls.clear();
        wire.pushes.clear();
        return device;
    }

    @Test
    void aHundredQuickChangesAreOneCallTwoSecondsAfterTheLast() {
        Device device = start(options -> options.withQueueLimit(0));
        for (int i = 0; i < 100; i++) {
            device.node("a", "title " + i);
            time.advance(Duration.ofMillis(10));
        }
        time.advance(Duration.ofMillis(1980));
        assertThat(wire.count("sync")).isZero();

        time.advance(Duration.ofMillis(20));

        assertThat(wire.count("sync")).isEqualTo(1);
        assertThat(wire.pushes).hasSize(1);
        assertThat(wire.pushes.get(0)).hasSize(1);
        assertThat(server.history()
                        .get(server.history().size() - 1)
                        .op()
                        .writes()
                        .toString())
                .contains("title 99");
    }

    @Test
    void editsNeverWaitLongerThanTheIntervalEvenIfTheyNeverRest() {
        Device device = start(options -> options.withQueueLimit(0));
        for (int i = 0; i < 62; i++) {
            device.node("a", "title " + i);
            time.advance(Duration.ofSeconds(1));
        }

        assertThat(wire.count("sync")).isEqualTo(2);
    }

    @Test
    void whereNothingChangesNothingIsAsked() {
        start(options -> options);

        time.advance(Duration.ofMinutes(10));

        assertThat(wire.calls).isEmpty();
    }

    @Test
    void withoutALiveChannelTheServerIsAskedAtEachInterval() {
        start(options -> options.withLive(false));

        time.advance(Duration.ofMinutes(2));

        assertThat(wire.count("pull")).isBetween(3L, 4L);
    }

    @Test
    void theFiftiethChangeIsSentAtOnce() {
        Device device = start(options -> options);
        for (int i = 0; i < 49; i++) {
            device.node("n" + i, "title").awaitDurable();
        }
        time.runDue();
        assertThat(wire.count("sync")).isZero();

        device.node("n49", "title").awaitDurable();
        time.runDue();

        assertThat(wire.count("sync")).isPositive();
        assertThat(device.store.oplog().pending()).isEmpty();
    }

    @Test
    void fiftyChangesThatAreWrittenTogetherAreFifty() {
        Device device = start(options -> options);
        for (int i = 0; i < 50; i++) {
            device.node("n" + i, "title");
        }

        device.store.flush();
        time.runDue();

        assertThat(device.store.oplog().pending()).isEmpty();
    }

    @Test
    void eachChangeIsSentAtOnceIfAskedFor() {
        Device device = start(options -> options.withSyncOnChange(true));

        device.node("a", "now").awaitDurable();
        time.runDue();

        assertThat(wire.count("sync")).isEqualTo(1);
    }

    @Test
    void everyTriggerCanBeSwitchedOff() {
        Device device = start(options ->
                options.withDebounce(Duration.ZERO).withInterval(Duration.ZERO).withQueueLimit(0));
        device.node("a", "later");

        time.advance(Duration.ofHours(1));
        assertThat(wire.count("sync")).isZero();

        device.engine.syncNow();
        time.runDue();
        assertThat(wire.count("sync")).isEqualTo(1);
    }

    @Test
    void whatIsSwitchedOffCanBeSwitchedOnAgain() {
        Device device = start(options ->
                options.withDebounce(Duration.ZERO).withInterval(Duration.ZERO).withQueueLimit(0));
        device.node("a", "later");

        device.engine.configure(options -> options.withInterval(Duration.ofSeconds(10)));
        time.advance(Duration.ofSeconds(11));

        assertThat(wire.count("sync")).isEqualTo(1);
    }

    @Test
    void aPushHoldsNoMoreOfASliceThanItsBatchSize() {
        Device device = start(options -> options);
        for (int i = 0; i < 25; i++) {
            device.node("n" + i, "title");
        }
        device.engine.flush();
        time.runDue();

        assertThat(wire.pushes).extracting(ops -> ops.size()).containsExactly(10, 10, 5);
    }

    @Test
    void afterThreeBatchesAPushHoldsAllThatTheServerTakes() {
        Device device = start(options -> options.withQueueLimit(0).withBatch(200, 1 << 20));
        for (int i = 0; i < 300; i++) {
            device.node("n" + i, "title");
        }
        device.engine.flush();
        time.runDue();

        assertThat(wire.pushes).extracting(ops -> ops.size()).containsExactly(10, 10, 10, 200, 70);
        assertThat(wire.count("pull")).isZero();
    }

    @Test
    void failuresArePausedLongerEachTimeAndTheServersWishIsHeard() {
        Device device =
                start(options -> options.withLive(false).withRetry(Duration.ofSeconds(4), Duration.ofSeconds(30)));
        wire.failure = new RemoteFailure(RemoteFailure.Kind.UNAVAILABLE, "busy", "Busy");
        device.node("a", "title");
        device.engine.syncNow();
        time.runDue();
        // half of 4, 8, 16, 30 seconds, since chance is fixed
        assertThat(attempts(2)).isEqualTo(1);
        assertThat(attempts(4)).isEqualTo(1);
        assertThat(attempts(8)).isEqualTo(1);
        assertThat(attempts(15)).isEqualTo(1);

        wire.failure = new RemoteFailure(RemoteFailure.Kind.UNAVAILABLE, "busy", "Busy", Duration.ofMinutes(5));
        attempts(15);
        assertThat(attempts(299)).isZero();
        assertThat(attempts(1)).isEqualTo(1);
    }

    private long attempts(long seconds) {
        long before = wire.calls.size();
        time.advance(Duration.ofSeconds(seconds));
        return wire.calls.size() - before;
    }

    @Test
    void aRefusedTokenPausesUntilThereIsAnother() {
        Device device = start(options -> options);
        wire.failure = new RemoteFailure(RemoteFailure.Kind.UNAUTHORIZED, "token", "The token has run out");
        device.node("a", "title");
        time.advance(Duration.ofSeconds(3));
        long before = wire.calls.size();
        time.advance(Duration.ofSeconds(90));
        assertThat(wire.calls).hasSize((int) before);
        assertThat(device.engine.status().error()).hasValue("The token has run out");

        wire.failure = null;
        device.engine.reconnected();
        time.runDue();

        assertThat(device.engine.status().phase()).isEqualTo(SyncStatus.Phase.SUCCESS);
        assertThat(device.store.oplog().pending()).isEmpty();
    }

    @Test
    void aFailedSyncClearsNothing() {
        Device device = start(options -> options);
        var synced = device.engine.status().lastSyncMillis();
        wire.failure = new RemoteFailure(RemoteFailure.Kind.UNAVAILABLE, "offline", "No network");
        for (int i = 0; i < 5; i++) {
            device.node("a", "title " + i);
            time.advance(Duration.ofMinutes(1));
        }

        assertThat(device.engine.status().pending()).isEqualTo(5);
        assertThat(device.engine.status().lastSyncMillis()).isEqualTo(synced);
        assertThat(device.engine.metrics().syncs().snapshot().failed()).isPositive();
    }

    @Test
    void aServerThatSpeaksNoMoreWithThisVersionIsLeftAlone() {
        Device device = start(options -> options);
        wire.failure = new RemoteFailure(RemoteFailure.Kind.UPGRADE_REQUIRED, "old", "Update the library");
        device.node("a", "title");
        time.advance(Duration.ofSeconds(3));
        long before = wire.calls.size();

        time.advance(Duration.ofHours(1));

        assertThat(wire.calls).hasSize((int) before);
        assertThat(device.store.oplog().pending()).hasSize(1);
    }
}
