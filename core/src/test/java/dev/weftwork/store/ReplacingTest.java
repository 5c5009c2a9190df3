package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weftwork.graph.Edge;
import dev.weftwork.graph.EdgeId;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Point;
import dev.weftwork.graph.Result;
import dev.weftwork.graph.Viewport;
import dev.weftwork.graph.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Replacing nodes or edges is held against the base that the caller started from. */
final class ReplacingTest {
    private static final NodeId PEER = NodeId.of("peer");
    private final Site site = new Site();
    private final Host host = site.start();
    private final Store store = host.store();
    private Workflow base;

    @BeforeEach
    void create() {
        Sample.create(store).awaitDurable();
        base = store.workflow(Sample.POSTER);
    }

    private static List<Node> with(List<Node> nodes, NodeId id, UnaryOperator<Node> change) {
        return nodes.stream()
                .map(node -> node.id().equals(id) ? change.apply(node) : node)
                .toList();
    }

    private static Node titled(Node node, String title) {
        return node.toBuilder().title(title).build();
    }

    @Test
    void aNodeThatAPeerAddedSinceSurvives() {
        store.edit(Sample.POSTER, draft -> draft.addNode(PEER, "note", node -> {}));

        store.setNodes(base, with(base.nodes(), Sample.IDEA, node -> titled(node, "Mine")));

        assertThat(store.workflow(Sample.POSTER).node(PEER)).isPresent();
        assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("Mine");
    }

    @Test
    void aFieldThatAPeerChangedSinceSurvives() {
        store.edit(Sample.POSTER, draft -> draft.moveNode(Sample.IDEA, 900, 900).config(Sample.IDEA, "steps", 30));

        store.setNodes(base, with(base.nodes(), Sample.IDEA, node -> titled(node, "Mine")));

        Node idea = Sample.node(store, Sample.IDEA);
        assertThat(idea.title()).isEqualTo("Mine");
        assertThat(idea.position()).isEqualTo(new Point(900, 900));
        assertThat(idea.config("steps")).isEqualTo(Json.of(30));
    }

    @Test
    void aNodeThatIsLeftOutIsTakenAway() {
        store.setNodes(
                base,
                base.nodes().stream()
                        .filter(node -> !node.id().equals(Sample.IDEA))
                        .toList());

        assertThat(store.workflow(Sample.POSTER).nodes())
                .extracting(Node::id)
                .containsExactly(Sample.GROUP, Sample.IMAGE);
        assertThat(store.workflow(Sample.POSTER).edges()).extracting(Edge::id).containsExactly(Sample.SECOND);
    }

    @Test
    void aNodeThatTheBaseDoesNotHaveIsAdded() {
        List<Node> more = new ArrayList<>(base.nodes());
        more.add(Node.builder(NodeId.of("new"), "note").title("New").build());

        store.setNodes(base, more);

        assertThat(Sample.title(store, NodeId.of("new"))).isEqualTo("New");
    }

    @Test
    void savingNodesNeverErasesEdgesNorFields() {
        store.setNodes(base, List.of(titled(base.nodes().get(0), "All of them")));
        store.setNodes(Sample.POSTER, nodes -> with(nodes, Sample.GROUP, node -> titled(node, "Again")));

        Workflow now = store.workflow(Sample.POSTER);
        assertThat(now.viewport()).isEqualTo(base.viewport());
        assertThat(now.ext()).isEqualTo(base.ext());
        store.edit(Sample.POSTER, draft -> draft.addNode(Sample.IMAGE, "image", node -> {}));
        assertThat(store.workflow(Sample.POSTER).edges()).extracting(Edge::id).containsExactly(Sample.SECOND);
    }

    @Test
    void savingEdgesNeverErasesNodes() {
        store.setEdges(base, List.of());

        assertThat(store.workflow(Sample.POSTER).nodes()).hasSize(3);
        assertThat(store.workflow(Sample.POSTER).edges()).isEmpty();
    }

    @Test
    void fieldsThatThisLibraryDoesNotKnowSurvive() {
        store.setNodes(base, with(base.nodes(), Sample.IDEA, node -> titled(node, "Mine")));
        store.setEdges(
                base, base.edges().stream().map(edge -> edge.withType("dashed")).toList());

        assertThat(Sample.node(store, Sample.IDEA).ext()).containsEntry("color", Json.of("red"));
        assertThat(store.workflow(Sample.POSTER)
                        .edge(Sample.SECOND)
                        .orElseThrow()
                        .ext())
                .containsEntry("animated", Json.TRUE);
        assertThat(store.workflow(Sample.POSTER).ext()).isEqualTo(base.ext());
    }

    @Test
    void anEdgeThatAPeerAddedSurvivesAndOneThatIsLeftOutGoes() {
        EdgeId peer = EdgeId.of("peer");
        store.edit(Sample.POSTER, draft -> draft.addEdge(Edge.of(peer, Sample.IMAGE, Sample.GROUP)));

        store.setEdges(
                base,
                base.edges().stream()
                        .filter(edge -> edge.id().equals(Sample.FIRST))
                        .map(edge -> edge.between(Sample.IMAGE, Sample.IDEA))
                        .toList());

        Workflow now = store.workflow(Sample.POSTER);
        assertThat(now.edges()).extracting(Edge::id).containsExactlyInAnyOrder(Sample.FIRST, peer);
        assertThat(now.edge(Sample.FIRST).orElseThrow().source()).isEqualTo(Sample.IMAGE);
    }

    @Test
    void aStaleSaveNeverRevivesWhatWasTakenAway() {
        store.edit(Sample.POSTER, draft -> draft.removeNode(Sample.IDEA).removeEdge(Sample.SECOND));

        store.setNodes(base, with(base.nodes(), Sample.IDEA, node -> titled(node, "Stale")));
        store.setEdges(
                base, base.edges().stream().map(edge -> edge.withType("stale")).toList());

        assertThat(store.workflow(Sample.POSTER).node(Sample.IDEA)).isEmpty();
        assertThat(store.workflow(Sample.POSTER).edges()).isEmpty();
        Store again = site.restart(host).store();
        assertThat(again.workflow(Sample.POSTER).node(Sample.IDEA)).isEmpty();
        assertThat(again.workflow(Sample.POSTER).edges()).isEmpty();
    }

    @Test
    void nothingCanBeConnectedToANodeThatAStaleSaveNames() {
        store.edit(Sample.POSTER, draft -> draft.removeNode(Sample.IDEA));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.edit(
                        Sample.POSTER,
                        draft -> draft.replaceNodes(base.nodes(), base.nodes()).connect(Sample.IDEA, Sample.IMAGE)))
                .withMessageContaining("'idea'");
        store.edit(
                Sample.POSTER,
                draft -> draft.replaceNodes(base.nodes(), base.nodes()).addNode(Sample.IDEA, "note", node -> {}));
        assertThat(Sample.node(store, Sample.IDEA).type()).isEqualTo("note");
    }

    @Test
    void whatAPeerWroteCanBeChangedBackAfterAReplacementInTheSameEdit() {
        Sample.title(store, Sample.IDEA, "Peer");

        store.edit(
                Sample.POSTER,
                draft -> draft.replaceNodes(base.nodes(), base.nodes())
                        .updateNode(Sample.IDEA, node -> node.title("Idea")));

        assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("Idea");
    }

    @Test
    void aDraftShowsWhatAReplacementLeavesOfBothSides() {
        store.edit(
                Sample.POSTER,
                draft -> draft.config(Sample.IDEA, "peer", 1)
                        .updateNode(
                                Sample.IDEA, node -> node.removeConfig("seed").title("Peer"))
                        .updateEdge(Sample.FIRST, edge -> edge.withType("peer")));

        store.edit(Sample.POSTER, draft -> {
            draft.replaceNodes(
                    base.nodes(),
                    with(
                            base.nodes(),
                            Sample.IDEA,
                            node -> node.toBuilder()
                                    .config("mine", 2)
                                    .removeConfig("text")
                                    .at(5, 5)
                                    .build()));
            draft.replaceEdges(
                    base.edges(),
                    base.edges().stream()
                            .map(edge -> edge.withHandles("mine", null))
                            .toList());
            Node idea = draft.node(Sample.IDEA).orElseThrow();
            assertThat(idea.config()).containsOnlyKeys("mine", "peer");
            assertThat(idea.title()).isEqualTo("Peer");
            assertThat(idea.position()).isEqualTo(new Point(5, 5));
            assertThat(idea.ext()).containsOnlyKeys("color");
            Edge first = draft.edge(Sample.FIRST).orElseThrow();
            assertThat(first.type()).isEqualTo("peer");
            assertThat(first.sourceHandle()).isEqualTo("mine");
        });

        Node idea = Sample.node(store, Sample.IDEA);
        assertThat(idea.config()).containsOnlyKeys("mine", "peer");
        assertThat(idea.title()).isEqualTo("Peer");
        Edge first = store.workflow(Sample.POSTER).edge(Sample.FIRST).orElseThrow();
        assertThat(first.type()).isEqualTo("peer");
        assertThat(first.sourceHandle()).isEqualTo("mine");
    }

    @Test
    void resultsOfParallelRunsAreAllKept() {
        List<NodeId> ids = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            ids.add(NodeId.of("n" + i));
        }
        store.edit(Sample.POSTER, draft -> ids.forEach(id -> draft.addNode(id, "run", node -> {})));
        Workflow before = store.workflow(Sample.POSTER);

        for (NodeId id : ids) {
            store.setNodes(
                    before,
                    with(
                            before.nodes(),
                            id,
                            node -> node.toBuilder()
                                    .result(Result.done(id.value()))
                                    .build()));
        }

        Store again = site.restart(host).store();
        assertThat(ids)
                .allSatisfy(id -> assertThat(Sample.node(again, id).result()).isEqualTo(Result.done(id.value())));
    }

    @Test
    void aLateViewportNeverBringsAnOldGraphBack() {
        Viewport late = new Viewport(7, 7, 7);
        store.edit(Sample.POSTER, draft -> draft.removeNode(Sample.IDEA).addNode(PEER, "note", node -> {}));

        store.setViewport(base.id(), late);

        Workflow now = store.workflow(Sample.POSTER);
        assertThat(now.viewport()).isEqualTo(late);
        assertThat(now.node(Sample.IDEA)).isEmpty();
        assertThat(now.node(PEER)).isPresent();
    }

    @Test
    void theFunctionFormSeesTheNodesAsTheyAreNow() {
        Sample.title(store, Sample.IDEA, "Now");

        store.setNodes(Sample.POSTER, nodes -> with(nodes, Sample.IDEA, node -> titled(node, node.title() + "!")));
        store.setEdges(Sample.POSTER, edges -> edges.subList(0, 1));

        assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("Now!");
        assertThat(store.workflow(Sample.POSTER).edges()).hasSize(1);
    }
}
