package dev.weftwork.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryRemote;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.store.Store;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the live channel tells one process is judged by what another process of the same file did meanwhile. */
final class TwoProcessesListenTest {
    private static final WorkflowId OTHER = WorkflowId.of("other");

    private final ManualScheduler time = new ManualScheduler();
    private final MemoryWorkspace server = MemoryWorkspace.create("studio", time);
    private final Device ann = new Device(time, MemoryRemote.of(server, "ann"), 1, options -> options);
    private final Wire wire = new Wire(MemoryRemote.of(server, "ann"));

    private void pass() {
        time.advance(Duration.ofSeconds(3));
    }

    private static void add(Store store, String node) {
        store.edit(OTHER, draft -> draft.addNode(NodeId.of(node), "prompt", each -> each.title(node)));
    }

    @Test
    void whatTheOtherProcessPassedOverIsFetched() {
        ann.createPoster();
        ann.store.createWorkflow(OTHER, "Other", draft -> {});
        ann.engine.flush();
        pass();
        Device one = new Device(time, wire, 5, options -> options);
        pass();
        Device two = new Device(
                one.disk,
                time,
                MemoryRemote.of(server, "ann"),
                6,
                options -> options.withWorkflows(Set.of(Device.POSTER)));
        pass();
        wire.slow = page -> true;
        add(ann.store, "first");
        ann.engine.flush();
        pass();

        two.engine.syncNow();
        pass();
        wire.slow = page -> false;
        add(ann.store, "second");
        ann.engine.flush();
        time.advance(Duration.ofMinutes(5));

        assertThat(one.store.workflow(OTHER).nodes()).hasSize(2);
        assertThat(one.shows()).isEqualTo(ann.shows());
    }

    @Test
    void whatTheOtherProcessPassedOverIsFetchedThoughNothingFollows() {
        ann.createPoster();
        ann.store.createWorkflow(OTHER, "Other", draft -> {});
        ann.engine.flush();
        pass();
        Device one = new Device(time, wire, 5, options -> options);
        pass();
        Device two = new Device(
                one.disk,
                time,
                MemoryRemote.of(server, "ann"),
                6,
                options -> options.withWorkflows(Set.of(Device.POSTER)));
        pass();
        wire.stalled = true;
        add(ann.store, "first");
        ann.engine.flush();
        pass();

        two.engine.syncNow();
        pass();
        wire.release();
        time.advance(Duration.ofMinutes(5));

        assertThat(one.shows()).isEqualTo(ann.shows());
    }

    @Test
    void aPastThatTheOtherProcessLeftBehindIsNotTakenIn() {
        ann.createPoster();
        ann.engine.flush();
        pass();
        Device one = new Device(time, wire, 5, options -> options);
        pass();
        Device two = new Device(one.disk, time, MemoryRemote.of(server, "ann"), 6, options -> options);
        pass();
        var backup = server.backup();
        wire.stalled = true;
        for (int i = 0; i < 3; i++) {
            ann.node("a" + i, "of the past");
        }
        ann.engine.flush();
        time.runDue();
        ann.close();

        server.restore(backup);
        two.engine.syncNow();
        time.runDue();
        one.node("b", "of the present");
        wire.release();
        time.runDue();

        assertThat(one.title("a2")).isEqualTo("none");
    }
}
