package dev.weftwork.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryRemote;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which workflows are synced, and what happens when others are. */
final class SelectionTest {
    private static final WorkflowId A = WorkflowId.of("a");
    private static final WorkflowId B = WorkflowId.of("b");

    private final ManualScheduler time = new ManualScheduler();
    private final MemoryWorkspace server = MemoryWorkspace.create("studio", time);
    private final Wire wire = new Wire(MemoryRemote.of(server, "ann"));
    private final Device bob = new Device(time, MemoryRemote.of(server, "bob"), 2, options -> options);

    @AfterEach
    void nothingWasThrown() {
        assertThat(time.failures()).isEmpty();
    }

    private Device ann(UnaryOperator<SyncOptions> options) {
        return new Device(time, wire, 1, options);
    }

    private void pass(int seconds) {
        time.advance(Duration.ofSeconds(seconds));
    }

    private static void node(Device device, WorkflowId workflow, String title) {
        if (device.store.find(workflow).isEmpty()) {
            device.store.createWorkflow(workflow, workflow.value(), draft -> {});
        }
        device.store.edit(workflow, draft -> draft.addNode(NodeId.random(), "prompt", node -> node.title(title)));
    }

    private static List<String> titles(Device device, WorkflowId workflow) {
        return device.store.find(workflow).stream()
                .flatMap(found -> found.nodes().stream())
                .map(Node::title)
                .sorted()
                .toList();
    }

    private List<String> atServer(WorkflowId workflow) {
        return server.history().stream()
                .filter(each -> each.op().workflow().equals(workflow))
                .map(Object::toString)
                .toList();
    }

    @Test
    void whatIsSelectedLaterComesInAsAWhole() {
        Device ann = ann(options -> options.withWorkflows(Set.of(A)));
        node(bob, A, "in a");
        node(bob, B, "in b");
        pass(10);
        assertThat(titles(ann, A)).containsExactly("in a");
        assertThat(ann.store.find(B)).isEmpty();

        ann.engine.select(Set.of(A, B));
        pass(10);

        assertThat(titles(ann, B)).containsExactly("in b");
        assertThat(wire.count("snapshot")).isEqualTo(1);
        node(bob, B, "later");
        pass(10);
        assertThat(ann.shows()).isEqualTo(bob.shows());
        assertThat(wire.count("snapshot")).isEqualTo(1);
    }

    @Test
    void whatIsNoLongerSelectedStaysWithItsEditsAndGoesOnWhenItIsSelectedAgain() {
        Device ann = ann(options -> options);
        node(ann, A, "in a");
        node(ann, B, "in b");
        pass(10);

        ann.engine.select(Set.of(A));
        node(ann, B, "ann's while it is not synced");
        node(bob, B, "bob's while it is not synced");
        node(bob, A, "bob's");
        pass(60);
        assertThat(titles(ann, A)).containsExactly("bob's", "in a");
        assertThat(titles(ann, B)).containsExactly("ann's while it is not synced", "in b");
        assertThat(titles(bob, B)).containsExactly("bob's while it is not synced", "in b");

        ann.engine.select(Set.of());
        pass(60);

        assertThat(titles(bob, B)).hasSize(3);
        assertThat(ann.shows()).isEqualTo(bob.shows());
        assertThat(ann.store.oplog().pending()).isEmpty();
    }

    @Test
    void theSelectionSurvivesTheProcess() {
        Device ann = ann(options -> options.withWorkflows(Set.of(A)));
        node(bob, A, "in a");
        node(bob, B, "in b");
        pass(10);
        ann.close();

        Device next = new Device(ann.disk, time, MemoryRemote.of(server, "ann"), 3, options -> options);
        pass(10);

        assertThat(next.shows()).isEqualTo(bob.shows());
    }

    @Test
    void aSnapshotForAnOldCursorLeavesOtherWorkflowsAlone() {
        Device ann = ann(options -> options);
        node(ann, A, "in a");
        node(ann, B, "in b");
        pass(10);
        ann.engine.select(Set.of(A));
        pass(10);
        ann.engine.stop();
        node(bob, A, "bob's");
        pass(100_000);
        server.compact(Duration.ofSeconds(10));

        ann.engine.start();
        pass(60);

        assertThat(wire.count("snapshot")).isEqualTo(1);
        assertThat(titles(ann, A)).containsExactly("bob's", "in a");
        assertThat(titles(ann, B)).containsExactly("in b");
        ann.engine.select(Set.of());
        pass(60);
        assertThat(ann.shows()).isEqualTo(bob.shows());
    }

    @Test
    void anEditWhoseAnswerWasLostBeforeTheWorkflowWasDeselectedCountsOnce() {
        Device ann = ann(options -> options);
        node(ann, A, "in a");
        node(ann, B, "in b");
        pass(10);
        wire.losesAnswers = true;
        node(ann, B, "sent, and not heard of");
        pass(5);
        ann.engine.select(Set.of(A));
        wire.losesAnswers = false;
        pass(300);
        node(bob, A, "bob's");
        pass(10);

        ann.engine.select(Set.of());
        pass(300);

        assertThat(titles(ann, B)).containsExactly("in b", "sent, and not heard of");
        assertThat(ann.shows()).isEqualTo(bob.shows());
        assertThat(ann.store.oplog().pending()).isEmpty();
    }

    @Test
    void whereOnlyTheActiveWorkflowIsSyncedAndNoneIsNothingIsAsked() {
        Device ann = ann(options -> options.withActiveOnly(true));
        node(ann, A, "in a");
        pass(600);
        CompletableFuture<SyncResult> asked = ann.engine.syncNow();
        pass(1);

        assertThat(wire.calls).isEmpty();
        assertThat(asked.join().kind()).isEqualTo(SyncResult.Kind.STOPPED);
    }

    @Test
    void onlyTheActiveWorkflowIsSynced() {
        Device ann = ann(options -> options.withActiveOnly(true));
        ann.engine.activate(A);
        pass(1);
        node(ann, A, "in a");
        node(ann, B, "in b");
        node(bob, WorkflowId.of("c"), "in c");
        pass(60);

        assertThat(titles(bob, A)).containsExactly("in a");
        assertThat(atServer(B)).isEmpty();
        assertThat(ann.store.find(WorkflowId.of("c"))).isEmpty();
    }

    @Test
    void switchingSendsWhatWaitsOfTheOneBeforeAndNeverCrossWrites() {
        Device ann = ann(options -> options.withActiveOnly(true).withDebounce(Duration.ofHours(1)));
        ann.engine.activate(A);
        pass(1);
        node(ann, A, "in a");
        node(ann, B, "in b");
        ann.store.flush();

        ann.engine.activate(B);
        time.runDue();

        assertThat(atServer(A)).isNotEmpty().noneMatch(op -> op.contains("in b"));
        assertThat(atServer(B)).isNotEmpty().noneMatch(op -> op.contains("in a"));
        pass(5);
        assertThat(titles(bob, A)).containsExactly("in a");
        assertThat(titles(bob, B)).containsExactly("in b");
    }

    @Test
    void switchingToNoneStillSendsWhatWaits() {
        Device ann = ann(options -> options.withActiveOnly(true).withDebounce(Duration.ofHours(1)));
        ann.engine.activate(A);
        pass(1);
        node(ann, A, "in a");
        ann.store.flush();

        ann.engine.activate(null);
        pass(5);

        assertThat(titles(bob, A)).containsExactly("in a");
        wire.calls.clear();
        pass(600);
        assertThat(wire.calls).isEmpty();
    }

    @Test
    void whatWaitedWhenTheServerWasAwayIsSentWhenItIsBackAlthoughAnotherIsActive() {
        Device ann = ann(options -> options.withActiveOnly(true));
        ann.engine.activate(A);
        pass(1);
        wire.silent = true;
        node(ann, A, "in a");
        ann.engine.activate(B);
        pass(30);
        wire.silent = false;
        pass(600);

        assertThat(titles(bob, A)).containsExactly("in a");
    }

    @Test
    void comingBackToAWorkflowShowsWhatOthersDidMeanwhile() {
        Device ann = ann(options -> options.withActiveOnly(true));
        ann.engine.activate(A);
        pass(1);
        node(ann, A, "in a");
        pass(5);
        ann.engine.activate(B);
        pass(5);
        node(bob, A, "bob's");
        pass(30);
        assertThat(titles(ann, A)).containsExactly("in a");

        ann.engine.activate(A);
        pass(5);

        assertThat(titles(ann, A)).containsExactly("bob's", "in a");
    }

    @Test
    void switchingSendsAtOnceAlsoWhereAllAreSynced() {
        Device ann = ann(options -> options.withDebounce(Duration.ofHours(1)));
        ann.engine.activate(A);
        pass(1);
        node(ann, A, "in a");
        ann.store.flush();
        assertThat(atServer(A)).isEmpty();

        ann.engine.activate(B);
        time.runDue();

        assertThat(atServer(A)).isNotEmpty();
    }
}
