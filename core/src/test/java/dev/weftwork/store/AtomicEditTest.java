package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.graph.Edge;
import dev.weftwork.graph.EdgeId;
import dev.weftwork.graph.Ids;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Point;
import dev.weftwork.graph.Size;
import dev.weftwork.graph.Viewport;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryStorage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An edit is one operation: all of it or none. */
final class AtomicEditTest {
    private final Site site = new Site();
    private final Host host = site.start();
    private final Store store = host.store();

    @BeforeEach
    void create() {
        Sample.create(store).awaitDurable();
    }

    @Test
    void whatOneEditDoesToManyEntitiesIsOneOperation() {
        NodeId fresh = NodeId.of("fresh");

        Commit commit = store.edit(
                Sample.POSTER,
                draft -> draft.rename("Cover")
                        .viewport(Viewport.ORIGIN)
                        .addNode(fresh, "note", node -> node.title("Fresh"))
                        .connect(fresh, Sample.IMAGE)
                        .moveNode(Sample.IDEA, 1, 2)
                        .removeNode(Sample.GROUP)
                        .removeEdge(Sample.FIRST));

        assertThat(store.oplog().unsaved()).hasSize(1);
        assertThat(store.oplog().unsaved().get(0).id()).isEqualTo(commit.op().orElseThrow());
        assertThat(store.oplog().unsaved().get(0).writes()).hasSize(6);
        commit.awaitDurable();
        assertThat(store.oplog().entries()).hasSize(2);
        assertThat(store.workflow(Sample.POSTER).nodes())
                .extracting(Node::id)
                .containsExactly(Sample.IDEA, fresh, Sample.IMAGE);
        assertThat(store.workflow(Sample.POSTER).edges())
                .extracting(Edge::source)
                .containsExactly(fresh);
    }

    @Test
    void thePartsOfAnEditSeeWhatWasMovedAndSetBefore() {
        store.edit(Sample.POSTER, draft -> {
            draft.dimensions(Sample.IDEA, new Point(1, 2), new Size(3, 4)).config(Sample.IDEA, "seed", 5);
            Node moved = draft.node(Sample.IDEA).orElseThrow();
            assertThat(moved.position()).isEqualTo(new Point(1, 2));
            assertThat(moved.size()).isEqualTo(new Size(3, 4));
            assertThat(moved.config("seed")).isEqualTo(Json.of(5));
            draft.moveNode(Sample.IDEA, 6, 7).updateNode(Sample.IDEA, node -> node.title("Moved"));
            draft.config(Sample.IMAGE, "seed", 8).removeNode(Sample.IMAGE);
            assertThat(draft.node(Sample.IMAGE)).isEmpty();
        });

        Node idea = store.workflow(Sample.POSTER).node(Sample.IDEA).orElseThrow();
        assertThat(idea.title()).isEqualTo("Moved");
        assertThat(idea.position()).isEqualTo(new Point(6, 7));
        assertThat(idea.size()).isEqualTo(new Size(3, 4));
        assertThat(idea.config("seed")).isEqualTo(Json.of(5));
        assertThat(store.workflow(Sample.POSTER).node(Sample.IMAGE)).isEmpty();
    }

    @Test
    void nothingOfAFormerLifeCanBeMovedWhileAWorkflowIsBorn() {
        store.removeWorkflow(Sample.POSTER);

        assertThatThrownBy(
                        () -> store.createWorkflow(Sample.POSTER, "Again", draft -> draft.moveNode(Sample.IDEA, 1, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no node '" + Sample.IDEA + "'");
    }

    @Test
    void whatStaysWhereItIsIsNotWritten() {
        Node idea = store.workflow(Sample.POSTER).node(Sample.IDEA).orElseThrow();
        store.edit(
                        Sample.POSTER,
                        draft -> draft.dimensions(Sample.IDEA, new Point(1, 2), new Size(3, 4))
                                .config(Sample.IDEA, "seed", 5))
                .awaitDurable();

        Commit again = store.edit(
                Sample.POSTER,
                draft -> draft.dimensions(Sample.IDEA, new Point(1, 2), new Size(3, 4))
                        .config(Sample.IDEA, "seed", 5));

        assertThat(again.op()).isEmpty();
        assertThat(store.workflow(Sample.POSTER).node(Sample.IDEA).orElseThrow().version())
                .isEqualTo(idea.version() + 1);
    }

    @Test
    void thePartsOfAnEditSeeWhatCameBeforeThem() {
        NodeId fresh = NodeId.of("fresh");

        store.edit(Sample.POSTER, draft -> {
            draft.addNode(fresh, "note", node -> node.title("one"));
            draft.updateNode(fresh, node -> node.title(node.build().title() + " two"));
            assertThat(draft.node(fresh).orElseThrow().title()).isEqualTo("one two");
            assertThat(draft.before().node(fresh)).isEmpty();
            draft.removeNode(Sample.IDEA);
            assertThat(draft.node(Sample.IDEA)).isEmpty();
            assertThat(draft.edge(Sample.FIRST)).isEmpty();
            assertThat(draft.edge(Sample.SECOND)).isPresent();
        });

        assertThat(Sample.title(store, fresh)).isEqualTo("one two");
    }

    @Test
    void nobodySeesHalfOfAnEditWhileItRuns() {
        String before = Dump.of(store);

        store.edit(Sample.POSTER, draft -> {
            draft.rename("Cover").removeNode(Sample.IDEA);
            assertThat(Dump.of(store)).isEqualTo(before);
        });

        assertThat(Dump.of(store)).isNotEqualTo(before);
    }

    @Test
    void positionAndSizeChangeTogether() {
        List<Node> seen = new ArrayList<>();
        store.observe(
                Sample.POSTER,
                change -> seen.add(change.workflow().node(Sample.IDEA).orElseThrow()));

        store.updateNodeDimensions(Sample.POSTER, Sample.IDEA, new Point(7, 8), new Size(9, 10));
        store.updateNodeDimensions(Sample.POSTER, Sample.IDEA, null, new Size(1, 1));
        host.time().runDue();

        assertThat(seen).extracting(Node::position).containsExactly(new Point(7, 8), new Point(7, 8));
        assertThat(seen).extracting(Node::size).containsExactly(new Size(9, 10), new Size(1, 1));
    }

    @Test
    void aCheckedExceptionOfTheCallbackPassesAndLeavesNothing() {
        String before = Dump.of(store, site.disk);
        List<WorkflowChange> told = new ArrayList<>();
        store.observeAll(told::add);

        assertThatThrownBy(() -> failing(new InterruptedException("stop")))
                .isExactlyInstanceOf(InterruptedException.class)
                .hasMessage("stop");
        site.pass(Duration.ofMillis(10));

        assertThat(Dump.of(store, site.disk)).isEqualTo(before);
        assertThat(told).isEmpty();
    }

    /** That this compiles is part of the test: the callback's own type of exception is declared, and no other. */
    private void failing(InterruptedException failure) throws InterruptedException {
        store.edit(Sample.POSTER, draft -> {
            draft.rename("never").removeNode(Sample.IDEA).addNode(NodeId.of("x"), "t", node -> {});
            throw failure;
        });
    }

    @Test
    void aWorkflowWhoseContentThrowsIsNotMade() {
        WorkflowId id = WorkflowId.of("other");
        String before = Dump.of(store, site.disk);

        assertThatThrownBy(() -> store.createWorkflow(id, "Other", draft -> {
                    draft.addNode(NodeId.of("x"), "t", node -> {});
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(Dump.of(store, site.disk)).isEqualTo(before);
        assertThat(store.find(id)).isEmpty();
        store.createWorkflow(id, "Other", draft -> {});
        assertThat(store.workflow(id).nodes()).isEmpty();
    }

    @Test
    void whatFailedOnceCanBeTriedAgain() {
        assertThatThrownBy(() -> failing(new InterruptedException())).isInstanceOf(InterruptedException.class);

        Sample.title(store, Sample.IDEA, "works").awaitDurable();

        assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("works");
    }

    @Test
    void aPartThatIsRefusedAndCaughtLeavesTheOtherParts() {
        store.edit(Sample.POSTER, draft -> {
            draft.rename("Cover");
            assertThatThrownBy(() -> draft.removeNode(NodeId.of("none"))).isInstanceOf(IllegalArgumentException.class);
            draft.moveNode(Sample.IDEA, 5, 5);
        });

        assertThat(store.workflow(Sample.POSTER).name()).isEqualTo("Cover");
        assertThat(Sample.node(store, Sample.IDEA).position()).isEqualTo(new Point(5, 5));
    }

    @Test
    void aDraftRefusesEveryCallOnceItsCallbackIsOver() {
        AtomicReference<WorkflowDraft> kept = new AtomicReference<>();
        store.edit(Sample.POSTER, kept::set);
        String before = Dump.of(store, site.disk);
        WorkflowDraft draft = kept.get();

        List<Runnable> calls = List.of(
                () -> draft.node(Sample.IDEA),
                () -> draft.edge(Sample.FIRST),
                () -> draft.addNode(NodeId.of("x"), "t", node -> {}),
                () -> draft.addNode(Node.builder(NodeId.of("x"), "t").build()),
                () -> draft.updateNode(Sample.IDEA, node -> node.title("x")),
                () -> draft.removeNode(Sample.IDEA),
                () -> draft.moveNode(Sample.IDEA, 1, 1),
                () -> draft.config(Sample.IDEA, "a", 1),
                () -> draft.connect(Sample.IDEA, Sample.IMAGE),
                () -> draft.addEdge(Edge.of(EdgeId.of("x"), Sample.IDEA, Sample.IMAGE)),
                () -> draft.updateEdge(Sample.FIRST, edge -> edge.withType("x")),
                () -> draft.removeEdge(Sample.FIRST),
                () -> draft.replaceNodes(List.of(), List.of()),
                () -> draft.replaceEdges(List.of(), List.of()),
                () -> draft.rename("x"),
                () -> draft.viewport(Viewport.ORIGIN),
                () -> draft.ext("x", Json.TRUE));

        assertThat(calls)
                .allSatisfy(call -> assertThatIllegalStateException()
                        .isThrownBy(call::run)
                        .withMessageContaining("draft is over")
                        .withMessageContaining("inside the callback"));
        assertThat(Dump.of(store, site.disk)).isEqualTo(before);
    }

    @Test
    void aDraftThatThrewIsOverToo() {
        AtomicReference<WorkflowDraft> kept = new AtomicReference<>();
        assertThatThrownBy(() -> store.edit(Sample.POSTER, draft -> {
                    kept.set(draft);
                    throw new IllegalArgumentException();
                }))
                .isInstanceOf(IllegalArgumentException.class);

        assertThatIllegalStateException().isThrownBy(() -> kept.get().rename("x"));
    }

    @Test
    void aNodeAddedAndTakenAwayInOneEditNeverWas() {
        Commit commit = store.edit(
                Sample.POSTER,
                draft -> draft.addNode(NodeId.of("x"), "t", node -> {}).removeNode(NodeId.of("x")));

        assertThat(commit.op()).isEmpty();
        assertThat(store.workflow(Sample.POSTER).node(NodeId.of("x"))).isEmpty();
    }

    @Test
    void aNodeTakenAwayAndAddedInOneEditIsNewInEverything() {
        store.edit(
                Sample.POSTER,
                draft -> draft.removeNode(Sample.IDEA).addNode(Sample.IDEA, "note", node -> node.title("New")));

        Node idea = Sample.node(store, Sample.IDEA);
        assertThat(idea.type()).isEqualTo("note");
        assertThat(idea.title()).isEqualTo("New");
        assertThat(idea.config()).isEmpty();
        assertThat(idea.ext()).isEmpty();
        assertThat(idea.position()).isNull();
        assertThat(idea.parentId()).isNull();
        assertThat(idea.version()).isEqualTo(2);
    }

    @Test
    void aConnectionIsNamedByTheIdsThatTheStoreWasGiven() {
        assertThat(connectedUnder(Ids.seeded(7, () -> 1_000)))
                .isEqualTo(connectedUnder(Ids.seeded(7, () -> 1_000)))
                .isNotEqualTo(connectedUnder(Ids.seeded(8, () -> 1_000)));
    }

    private static EdgeId connectedUnder(Ids ids) {
        try (Store store = Store.builder()
                .storage(MemoryStorage.on(new MemoryDisk()))
                .ids(ids)
                .open()) {
            Sample.create(store);
            store.edit(Sample.POSTER, draft -> draft.connect(Sample.GROUP, Sample.IDEA));
            return store.workflow(Sample.POSTER).edgesOf(Sample.GROUP).stream()
                    .map(Edge::id)
                    .filter(id -> !id.equals(Sample.FIRST) && !id.equals(Sample.SECOND))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
