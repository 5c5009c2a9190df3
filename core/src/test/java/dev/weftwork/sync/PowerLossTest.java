package dev.weftwork.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryRemote;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Edits survive the loss of power; of what a server said only as much as something waited for, and the rest comes again. */
final class PowerLossTest {
    private final ManualScheduler time = new ManualScheduler();
    private final MemoryWorkspace server = MemoryWorkspace.create("studio", time);
    private final Device ann = device(new MemoryDisk(), 1);
    private final Device bob = device(new MemoryDisk(), 2);

    private Device device(MemoryDisk disk, long seed) {
        return new Device(disk, time, MemoryRemote.of(server, "ann"), seed, options -> options);
    }

    private void pass() {
        time.advance(Duration.ofMinutes(1));
    }

    /** The same file once the power is back. */
    private Device afterPowerLoss(Device device) {
        MemoryDisk left = device.disk.afterPowerLoss();
        device.close();
        return device(left, 3);
    }

    @AfterEach
    void nothingWasThrown() {
        assertThat(time.failures()).isEmpty();
    }

    @Test
    void whatOthersDidIsWrittenWithoutWaitingAndComesAgain() {
        ann.createPoster();
        pass();
        bob.node("n", "of Bob").awaitDurable();
        pass();
        assertThat(ann.title("n")).isEqualTo("of Bob");

        Device again = afterPowerLoss(ann);
        String atFirst = again.title("n");
        pass();

        assertThat(atFirst).isEqualTo("none");
        assertThat(again.shows()).isEqualTo(bob.shows());
        again.close();
    }

    @Test
    void anEditWhoseVerdictIsGoneIsThereAndGetsItAgain() {
        ann.createPoster();
        pass();
        ann.node("n", "of Ann").awaitDurable();
        pass();
        assertThat(ann.store.oplog().pending()).isEmpty();

        Device again = afterPowerLoss(ann);
        String atFirst = again.title("n");
        int pending = again.store.oplog().pending().size();
        pass();

        assertThat(atFirst).isEqualTo("of Ann");
        assertThat(pending).isEqualTo(1);
        assertThat(again.store.oplog().pending()).isEmpty();
        assertThat(server.history()).hasSize(2);
        again.close();
    }

    @Test
    void anEditMakesDurableWhatItWasMadeUpon() {
        ann.createPoster();
        pass();
        bob.node("n", "of Bob").awaitDurable();
        pass();
        ann.node("m", "of Ann").awaitDurable();

        Device again = afterPowerLoss(ann);

        assertThat(again.title("n")).isEqualTo("of Bob");
        assertThat(again.title("m")).isEqualTo("of Ann");
        again.close();
    }

    @Test
    void whoeverEditsBeforeItHasComeAgainConvergesAllTheSame() {
        ann.createPoster();
        pass();
        bob.node("n", "of Bob").awaitDurable();
        pass();
        bob.close();
        Device again = afterPowerLoss(ann);

        again.node("n", "later, of Ann").awaitDurable();
        pass();

        Device fresh = device(new MemoryDisk(), 4);
        pass();
        assertThat(again.shows()).isEqualTo(fresh.shows());
        assertThat(again.store.oplog().pending()).isEmpty();
        again.close();
        fresh.close();
    }
}
