package dev.weftwork.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryRemote;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.store.WorkflowChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A list of all workflows follows what other devices do, also to workflows that nobody has opened here. */
final class HeardOfOthersTest {
    private static final WorkflowId NEW = WorkflowId.of("new");
    private static final WorkflowId OLD = WorkflowId.of("old");

    private final ManualScheduler time = new ManualScheduler();
    private final MemoryWorkspace server = MemoryWorkspace.create("studio", time);
    private final List<String> heard = new ArrayList<>();
    private Device bob;

    @BeforeEach
    void start() {
        bob = new Device(time, MemoryRemote.of(server, "bob"), 2, options -> options);
        bob.store.createWorkflow(OLD, "Old", draft -> {});
        pass();
    }

    @AfterEach
    void nothingWasThrown() {
        assertThat(time.failures()).isEmpty();
    }

    private void pass() {
        time.advance(Duration.ofMinutes(1));
    }

    private Device ann(boolean live) {
        Device ann = new Device(time, MemoryRemote.of(server, "ann"), 1, options -> options.withLive(live));
        pass();
        ann.store.observeAll(this::note);
        return ann;
    }

    private void note(WorkflowChange change) {
        heard.add(change.workflow().name() + ", " + change.workflow().nodeCount() + " nodes, "
                + change.origin().name().toLowerCase(java.util.Locale.ROOT));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aWorkflowIsMadeRenamedAndRemovedElsewhere(boolean live) {
        Device ann = ann(live);

        bob.store.createWorkflow(NEW, "New", draft -> draft.addNode(NodeId.of("n"), "prompt", node -> {}));
        pass();
        ann.engine.syncNow();
        pass();
        assertThat(heard).containsExactly("New, 1 nodes, remote");

        bob.store.renameWorkflow(NEW, "Renamed");
        pass();
        ann.engine.syncNow();
        pass();
        assertThat(heard).hasSize(2).last().isEqualTo("Renamed, 1 nodes, remote");

        bob.store.removeWorkflow(NEW);
        pass();
        ann.engine.syncNow();
        pass();
        assertThat(heard).hasSize(3);
        assertThat(ann.shows()).isEqualTo(bob.shows());
    }

    @Test
    void aWorkflowThatWasThereButNeverOpenedIsChangedByWhoHasSeenAll() {
        Device ann = ann(true);

        bob.store.renameWorkflow(OLD, "Renamed");
        pass();

        assertThat(heard).containsExactly("Renamed, 0 nodes, remote");
        assertThat(ann.shows()).isEqualTo(bob.shows());
    }

    @Test
    void withoutAListenerNothingIsLoadedAndAllIsThereAllTheSame() {
        Device ann = new Device(time, MemoryRemote.of(server, "ann"), 1, options -> options);
        pass();
        bob.store.createWorkflow(NEW, "New", draft -> {});
        pass();

        assertThat(ann.shows()).isEqualTo(bob.shows());
        assertThat(heard).isEmpty();
    }
}
