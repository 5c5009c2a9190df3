package dev.weftwork.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.memory.MemoryRemote;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.store.Store;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What becomes of edits when the process is told to end. */
final class ExitTest {
    private final ManualScheduler time = new ManualScheduler();
    private final MemoryWorkspace server = MemoryWorkspace.create("studio", time);
    private final Wire wire = new Wire(MemoryRemote.of(server, "ann"));
    private final Device device = new Device(
            time,
            wire,
            1,
            options -> options.withDebounce(Duration.ZERO)
                    .withInterval(Duration.ZERO)
                    .withPatience(Duration.ofSeconds(60), Duration.ofMillis(1)));

    private void begin() {
        time.runDue();
        device.createPoster();
        device.engine.flush();
        time.runDue();
    }

    @Test
    void editsAreWrittenAndSent() {
        begin();
        device.node("a", "Hello");

        time.exit();

        assertThat(server.history().toString()).contains("Hello");
        assertThat(device.store.oplog().pending()).isEmpty();
    }

    @Test
    void editsAreWrittenWhereTheServerIsSilentAndSentAtTheNextStart() {
        begin();
        wire.silent = true;
        device.node("a", "Hello");

        time.exit();

        assertThat(server.history().toString()).doesNotContain("Hello");
        Device next = new Device(device.disk, time, MemoryRemote.of(server, "ann"), 2, options -> options);
        assertThat(next.title("a")).isEqualTo("Hello");
        // the lease of the one that ended runs out
        time.advance(Duration.ofMinutes(2));
        assertThat(server.history().toString()).contains("Hello");
    }

    @Test
    void aStoppedOrClosedEngineLeavesNothingBehind() {
        begin();
        int both = time.untilExit();
        device.engine.start();
        assertThat(time.untilExit()).isEqualTo(both);

        device.engine.stop();
        assertThat(time.untilExit()).isEqualTo(both - 1);

        device.engine.start();
        assertThat(time.untilExit()).isEqualTo(both);
        device.engine.close();
        assertThat(time.untilExit()).isEqualTo(both - 1);
        device.store.close();
        assertThat(time.untilExit()).isZero();
    }

    @Test
    void aStoreThatWasClosedFirstDoesNotHoldUpTheEnd() {
        begin();
        device.store.close();

        time.exit();

        assertThat(time.failures()).isEmpty();
    }

    @Test
    void aHostMayEndInAnOrderOfItsOwn() {
        Store store =
                Store.builder().storage(MemoryStorage.create()).scheduler(time).open();
        int before = time.untilExit();

        SyncEngine.builder(store)
                .remote(wire)
                .scheduler(time)
                .farewellAtExit(false)
                .start();

        assertThat(time.untilExit()).isEqualTo(before);
    }
}
