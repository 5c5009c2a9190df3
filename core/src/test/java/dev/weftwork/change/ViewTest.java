package dev.weftwork.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Edge;
import dev.weftwork.graph.EdgeId;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Viewport;
import dev.weftwork.graph.Workflow;
import dev.weftwork.graph.WorkflowId;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;

/** What a person sees of a state. */
@Domain(Given.class)
final class ViewTest {
    @Property
    void noEdgeDanglesAndAllWaysToAskForEdgesAgree(@ForAll History history) {
        Views.noEdgeDangles(GraphState::view, history);
    }

    @Property
    void nodesAreListedByOrderKeyThenById(@ForAll History history) {
        Views.nodesAreListedInOrder(GraphState::view, history);
    }

    @Property
    void deleteThenRestoreIsTheIdentityWithConcurrentEditsAndEdges(@ForAll History history) {
        DeletionLaws.deleteThenRestoreIsTheIdentity(DeletionLaws.DELETE, DeletionLaws.RESTORE, history);
    }

    @Test
    void whatNobodyOrderedComesLast() {
        GraphState state = World.state(
                World.birth("a"),
                World.birth("b"),
                World.birth("c"),
                World.set(World.node("c"), RegisterNames.ORDER, Json.of("a5")),
                World.set(World.node("b"), RegisterNames.ORDER, Json.of("a5")));

        assertThat(state.view().nodes()).extracting(node -> node.id().value()).containsExactly("b", "c", "a");
    }

    @Test
    void anEdgeThatMovedIsOnlyAtItsNewEnds() {
        GraphState before =
                World.state(World.birth("a"), World.birth("b"), World.birth("c"), World.link("e", "a", "b"));
        assertThat(before.view().edgesOf(NodeId.of("a"))).hasSize(1);

        Workflow after = World.after(before, 9, World.set(World.edge("e"), RegisterNames.ENDS, World.ends("b", "c")))
                .view();

        assertThat(after.edgesOf(NodeId.of("a"))).isEmpty();
        assertThat(after.edgesOf(NodeId.of("b"))).hasSize(1);
        assertThat(after.edgesOf(NodeId.of("c"))).hasSize(1);
        assertThat(before.view().edgesOf(NodeId.of("a"))).hasSize(1);
        assertThat(before.view().edgesOf(NodeId.of("c"))).isEmpty();
    }

    @Test
    void anEdgeFromANodeToItselfIsListedOnce() {
        Workflow view = World.state(World.birth("a"), World.link("e", "a", "a")).view();

        assertThat(view.edgesOf(NodeId.of("a"))).hasSize(1);
    }

    @Test
    void anEdgeHidesWithItsTargetAndComesBackWithIt() {
        GraphState state = World.state(World.birth("a"), World.birth("b"), World.link("e", "a", "b"));
        GraphState without = World.after(state, 9, World.life(World.node("b"), false));
        GraphState again = World.after(without, 10, World.life(World.node("b"), true));

        assertThat(without.view().edges()).isEmpty();
        assertThat(without.view().edge(EdgeId.of("e"))).isEmpty();
        assertThat(without.view().edgesOf(NodeId.of("a"))).isEmpty();
        assertThat(again.view().edges()).extracting(Edge::id).containsExactly(EdgeId.of("e"));
    }

    @Test
    void aWorkflowShowsItsOwnFields() {
        GraphState state = World.state(
                World.set(World.SELF, RegisterNames.NAME, Json.of("Poster")),
                World.set(World.SELF, RegisterNames.VIEWPORT, WorkflowRegisters.viewport(new Viewport(1, 2, 3))),
                World.set(World.SELF, "ext.tool", Json.of(7)));

        assertThat(state.view().id()).isEqualTo(World.WORKFLOW);
        assertThat(state.view().name()).isEqualTo("Poster");
        assertThat(state.view().viewport()).isEqualTo(new Viewport(1, 2, 3));
        assertThat(state.view().ext()).containsOnlyKeys("tool").containsEntry("tool", Json.of(7));
        assertThat(state.view().version()).isEqualTo(3);
        assertThat(state.view()).hasToString("workflow w 'Poster', 0 nodes");
    }

    @Test
    void snapshotsOfOneStateAreTheSameAndThoseOfEqualContentAreEqual() {
        GraphState state = World.state(World.birth("a"), World.birth("b"), World.link("e", "a", "b"));
        GraphState other = World.state(World.birth("a"), World.birth("b"), World.link("e", "a", "b"));

        assertThat(state.view()).isSameAs(state.view());
        assertThat(state.view().nodes()).isSameAs(state.view().nodes());
        assertThat(state.view().edges()).isSameAs(state.view().edges());
        assertThat(state.view()).isEqualTo(other.view()).hasSameHashCodeAs(other.view());
        assertThat(state.view())
                .isNotEqualTo(World.after(state, 9, World.birth("c")).view());
    }

    @Test
    void snapshotsThatDifferInOneThingAreNotEqual() {
        GraphState state = World.state(World.birth("a"), World.birth("b"), World.link("e", "a", "b"));
        Json other = Json.of("other");

        assertThat(differs(state, World.set(World.SELF, RegisterNames.NAME, other)))
                .isTrue();
        assertThat(differs(state, World.set(World.SELF, "ext.k", other))).isTrue();
        assertThat(differs(state, World.set(World.node("a"), RegisterNames.TITLE, other)))
                .isTrue();
        assertThat(differs(state, World.set(World.edge("e"), RegisterNames.TYPE, other)))
                .isTrue();
        Json moved = WorkflowRegisters.viewport(new Viewport(0, 0, 2));
        assertThat(differs(state, World.set(World.SELF, RegisterNames.VIEWPORT, moved)))
                .isTrue();
        assertThat(GraphState.empty(World.WORKFLOW).view())
                .isNotEqualTo(GraphState.empty(WorkflowId.of("other")).view());
    }

    private static boolean differs(GraphState state, EntityWrites writes) {
        return !World.after(state, 9, writes).view().equals(state.view());
    }

    @Test
    void theTimeOfChangeIsThatOfTheNewestWrite() {
        Op op = World.op("me", Hlc.at(77), World.birth("a"));
        GraphState state = GraphState.empty(World.WORKFLOW).join(op, op.provisional());
        GraphState later = World.after(state, 0, World.birth("b"));

        assertThat(later.updatedAt()).isEqualTo(77);
        assertThat(later.view().updatedAt()).isEqualTo(77);
        Node node = World.shown(later, "a");
        assertThat(node.updatedAt()).isEqualTo(77);
        assertThat(node.version()).isEqualTo(1);
    }
}
