package dev.weftwork.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.EdgeId;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;

/** The state of one workflow, entity by entity. */
@Domain(Given.class)
final class GraphStateTest {
    @Property
    void aStateBuiltFromTheEntitiesOfAnotherIsTheSame(@ForAll History history) {
        GraphState state = history.state();
        GraphState.Builder builder = GraphState.builder(World.WORKFLOW);
        state.forEach(builder::put);
        GraphState built = builder.build();

        assertThat(StateText.of(built)).isEqualTo(StateText.of(state));
        Views.sameShown(built, state);
    }

    @Property
    void aStateFilledOneByOneIsTheSameAtEveryStep(@ForAll History history) {
        GraphState state = history.state();
        GraphState[] filled = {GraphState.empty(World.WORKFLOW)};
        state.forEach(entity -> {
            filled[0].view().edgesOf(NodeId.of("a"));
            filled[0] = filled[0].with(entity);
            assertThat(filled[0].entity(entity.key())).isSameAs(entity);
        });

        assertThat(StateText.of(filled[0])).isEqualTo(StateText.of(state));
        assertThat(filled[0].view().edgesOf(NodeId.of("a")))
                .isEqualTo(state.view().edgesOf(NodeId.of("a")));
        Views.sameShown(filled[0], state);
    }

    @Test
    void whatChangesNothingLeavesNoTimeBehind() {
        GraphState state = World.state(World.birth("a"));
        DeviceId device = new DeviceId("d");
        Stamp later = new Stamp(Hlc.at(state.updatedAt() + 1000), device, 9, new OpId("later"));
        EntityWrites undo = EntityWrites.to(World.node("a"))
                .setOver("life", Json.FALSE, new OpId("another"))
                .build();
        Op op = Op.of(later.op(), World.WORKFLOW, new Op.Origin(device, 9, later.eff()), List.of(undo));

        assertThat(state.join(op, later).updatedAt()).isEqualTo(state.updatedAt());
        assertThat(state.join(op.withWrites(List.of()), later).updatedAt()).isEqualTo(state.updatedAt());
    }

    @Test
    void aStateKnowsItsOwnEntityOnceItWasWrittenTo() {
        GraphState empty = GraphState.empty(World.WORKFLOW);
        GraphState named = World.state(World.set(World.SELF, RegisterNames.LIFE, Json.TRUE));

        assertThat(empty.entity(World.SELF)).isNull();
        assertThat(empty.self().version()).isZero();
        assertThat(empty.size()).isZero();
        assertThat(empty.alive()).isFalse();
        assertThat(named.entity(World.SELF)).isSameAs(named.self());
        assertThat(named.size()).isEqualTo(1);
        assertThat(named.alive()).isTrue();
    }

    @Test
    void replacingAnEntityForgetsWhatWasThere() {
        GraphState state = World.state(World.birth("a"), World.set(World.node("a"), "title", Json.of("x")));
        Entity other = Objects.requireNonNull(World.state(World.birth("a")).entity(World.node("a")));

        assertThat(state.with(other).entity(World.node("a"))).isSameAs(other);
        assertThat(World.shown(state.with(other), "a").title()).isEmpty();
        Entity self = new Entity(World.SELF, Registers.NONE, 4);
        assertThat(state.with(self).self()).isSameAs(self);
    }

    @Test
    void joiningWhatIsKnownKeepsTheEntities() {
        GraphState state = World.state(World.birth("a"), World.birth("b"));
        GraphState joined = state.join(World.state(World.birth("a")));

        assertThat(joined.entity(World.node("a"))).isSameAs(state.entity(World.node("a")));
        assertThat(joined.nodes()).isSameAs(state.nodes());
    }

    @Test
    void listsThatWereAskedForAreNotKeptWhenTheOrderChanges() {
        GraphState state = World.state(World.birth("c"), World.birth("b"), World.birth("a"), World.birth("d"));
        assertThat(ids(state)).isEqualTo("abcd");

        GraphState ordered = World.after(state, 9, order("d", "a5"), order("c", "a5"), order("b", "a7"));
        assertThat(ids(ordered)).isEqualTo("cdba");
        assertThat(ids(World.after(ordered, 20, order("b", "a1")))).isEqualTo("bcda");
        GraphState cleared = World.after(
                ordered,
                20,
                EntityWrites.to(World.node("c")).set(RegisterNames.ORDER, null).build());
        assertThat(ids(cleared)).isEqualTo("dbac");
        GraphState without = World.after(cleared, 30, World.life(World.node("b"), false));
        assertThat(ids(without)).isEqualTo("dac");
        assertThat(ids(World.after(without, 40, World.life(World.node("b"), true))))
                .isEqualTo("dbac");
        assertThat(ids(World.after(state, 9, World.set(World.node("a"), "title", Json.of("x")))))
                .isEqualTo("abcd");
    }

    @Test
    void edgesOfANodeComeInTheOrderOfAllEdges() {
        GraphState state = World.state(World.birth("a"), World.birth("b"));
        for (String edge : new String[] {"e5", "e4", "e3", "e2", "e1"}) {
            state = World.after(state, 9, World.link(edge, "a", "b"));
        }
        GraphState first = World.after(state, 20, World.set(World.edge("e4"), RegisterNames.ORDER, Json.of("a0")));

        assertThat(first.view().edgesOf(NodeId.of("b")))
                .isEqualTo(first.view().edges())
                .extracting(edge -> edge.id())
                .containsExactly(EdgeId.of("e4"), EdgeId.of("e1"), EdgeId.of("e2"), EdgeId.of("e3"), EdgeId.of("e5"));
    }

    @Test
    void anEdgeThatGetsItsEndsLaterIsFoundThen() {
        GraphState state = World.state(World.birth("a"), World.birth("b"), World.life(World.edge("e"), true));
        assertThat(state.view().edgesOf(NodeId.of("a"))).isEmpty();
        GraphState renamed = World.after(state, 9, World.set(World.edge("e"), "type", Json.of("x")));
        assertThat(renamed.view().edgesOf(NodeId.of("a"))).isEmpty();

        GraphState linked = World.after(renamed, 10, World.set(World.edge("e"), "ends", World.ends("b", "a")));

        assertThat(linked.view().edgesOf(NodeId.of("a"))).hasSize(1);
        assertThat(linked.view().edgesOf(NodeId.of("b"))).hasSize(1);
        GraphState typed = World.after(linked, 11, World.set(World.edge("e"), "type", Json.of("y")));
        assertThat(typed.view().edgesOf(NodeId.of("a"))).hasSize(1);
    }

    private static EntityWrites order(String node, String key) {
        return World.set(World.node(node), RegisterNames.ORDER, Json.of(key));
    }

    private static String ids(GraphState state) {
        StringBuilder ids = new StringBuilder();
        state.view().nodes().forEach(node -> ids.append(node.id()));
        return ids.toString();
    }
}
