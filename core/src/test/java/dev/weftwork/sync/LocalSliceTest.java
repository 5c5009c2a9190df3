package dev.weftwork.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Viewport;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryRemote;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.store.Commit;
import dev.weftwork.store.SyncOutcome;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Data that never leaves the device is settled all the same: it waits for nobody and keeps nothing from going on. */
final class LocalSliceTest {
    private static final WorkflowId OTHER = WorkflowId.of("other");

    private final ManualScheduler time = new ManualScheduler();
    private final MemoryWorkspace server = MemoryWorkspace.create("studio", time);
    private final Device bob = new Device(time, MemoryRemote.of(server, "bob"), 2, options -> options);
    private Device ann = new Device(time, MemoryRemote.of(server, "ann"), 1, options -> options);

    @BeforeEach
    void begin() {
        pass(Duration.ofSeconds(1));
        ann.createPoster();
        ann.store.createWorkflow(OTHER, "Other", draft -> {});
        pass(Duration.ofSeconds(5));
        sync(false);
    }

    @AfterEach
    void nothingWasThrown() {
        assertThat(time.failures()).isEmpty();
    }

    private void pass(Duration duration) {
        time.advance(duration);
    }

    private void sync(boolean value) {
        ann.store
                .slices()
                .configure("viewport", ann.store.slices().config("viewport").withSync(value));
    }

    private Commit look(WorkflowId workflow, int x) {
        return ann.store.setViewport(workflow, new Viewport(x, 0, 1));
    }

    /** Months of work with fifteen edits and fifteen looks each day, of which the looks stay here. */
    private void work(int looks) {
        for (int i = 0; i < looks; i++) {
            look(i % 2 == 0 ? Device.POSTER : OTHER, i);
            ann.node("a", "title " + i);
            pass(Duration.ofSeconds(3));
            if (i % 15 == 14) {
                time.skew(Duration.ofDays(1));
            }
        }
    }

    private double shown(WorkflowId workflow) {
        return ann.store.workflow(workflow).viewport().x();
    }

    @Test
    void anEditThatStaysIsAnsweredAndCountsAsDone() {
        Commit stays = look(Device.POSTER, 7);
        pass(Duration.ofSeconds(5));

        assertThat(stays.synced().join()).isEqualTo(new SyncOutcome.LocalOnly());
        assertThat(ann.engine.status().pending()).isZero();
        assertThat(shown(Device.POSTER)).isEqualTo(7);
        assertThat(server.history().toString()).doesNotContain("viewport");
    }

    @Test
    void theLogIsPrunedAndTheLastValuesStay() {
        work(1_500);

        assertThat(ann.store.oplog().entries()).hasSizeLessThan(4_000);
        assertThat(ann.store.oplog().pending()).hasSizeLessThan(600);
        assertThat(shown(Device.POSTER)).isEqualTo(1_498);
        assertThat(shown(OTHER)).isEqualTo(1_499);

        ann.close();
        ann = new Device(ann.disk, time, MemoryRemote.of(server, "ann"), 3, options -> options);
        sync(false);
        assertThat(shown(Device.POSTER)).isEqualTo(1_498);
        assertThat(shown(OTHER)).isEqualTo(1_499);
        assertThat(server.history().toString()).doesNotContain("viewport");
    }

    @Test
    void switchedOnItOffersHowThingsStandNow() {
        work(450);

        sync(true);
        pass(Duration.ofMinutes(5));

        assertThat(ann.store.oplog().pending()).isEmpty();
        assertThat(bob.shows()).isEqualTo(ann.shows());
        assertThat(bob.store.workflow(OTHER).viewport().x()).isEqualTo(449);
    }
}
