package dev.weftwork.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Edge;
import dev.weftwork.graph.EdgeId;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Edges as registers. */
final class EdgeRegistersTest {
    private final Edge bare = Edge.of(EdgeId.of("e"), NodeId.of("a"), NodeId.of("b"));
    private final Edge full = bare.withHandles("out", "in")
            .withType("data")
            .withOrder("a1")
            .withExt("k", Json.of(1))
            .withExt("l", Json.NULL);
    private final GraphState nodes = World.state(World.birth("a"), World.birth("b"));

    @Test
    void aNewbornEdgeShowsAsItWasMade() {
        assertShows(World.after(nodes, 9, EdgeRegisters.birth(bare)), bare);
        assertShows(World.after(nodes, 9, EdgeRegisters.birth(full)), full);
    }

    @Test
    void edgesBornInARowAreBornAsEachAloneWouldBe() {
        BirthNames known = new BirthNames();
        List<Edge> row = List.of(bare, full, full, bare, full.withType(null), full.withExt("kk", Json.of(2)), bare);
        List<EntityWrites> births =
                row.stream().map(edge -> EdgeRegisters.birth(edge, known)).toList();

        assertThat(births).isEqualTo(row.stream().map(EdgeRegisters::birth).toList());
    }

    @Test
    void changesBringTheOneStateToTheOther() {
        assertShows(changed(bare, full), full);
        assertShows(changed(full, bare), bare);
        assertShows(
                changed(full, full.between(NodeId.of("b"), NodeId.of("a"))),
                full.between(NodeId.of("b"), NodeId.of("a")));
    }

    @Test
    void onlyWhatDiffersIsWritten() {
        assertThat(writes(full, full.withType(null)).size()).isEqualTo(1);
        assertThat(writes(full, full.withOrder("a2")).writes(RegisterNames.ORDER))
                .isTrue();
        assertThat(writes(full, full.withExt("k", null)).writes("ext.k")).isTrue();
        assertThat(writes(full, full.withExt("k", null)).writes("ext.l")).isFalse();
        assertThat(writes(full, full.withHandles("out", null)).writes(RegisterNames.ENDS))
                .isTrue();
        assertThat(writes(full, full).size()).isZero();
    }

    @Test
    void theEndsAreOneRegisterSoThatTheyCannotTear() {
        GraphState state = World.after(nodes, 9, EdgeRegisters.birth(bare));
        GraphState one = World.after(state, 20, writes(bare, bare.between(NodeId.of("b"), NodeId.of("b"))));
        GraphState two = World.after(state, 30, writes(bare, bare.between(NodeId.of("a"), NodeId.of("a"))));

        assertShows(one.join(two), bare.between(NodeId.of("a"), NodeId.of("a")));
        assertShows(two.join(one), bare.between(NodeId.of("a"), NodeId.of("a")));
    }

    private GraphState changed(Edge before, Edge after) {
        return World.after(World.after(nodes, 9, EdgeRegisters.birth(before)), 10, writes(before, after));
    }

    private static EntityWrites writes(Edge before, Edge after) {
        EntityWrites.Builder writes = EntityWrites.to(EntityKey.of(before.id()));
        EdgeRegisters.writeChanges(before, after, writes);
        return writes.build();
    }

    private static void assertShows(GraphState state, Edge edge) {
        assertThat(StateText.shown(state.view()))
                .isEqualTo(StateText.shown(
                        World.after(state, 99, EdgeRegisters.birth(edge)).view()));
        Edge shown = state.view().edges().get(0);
        assertThat(shown)
                .usingRecursiveComparison()
                .ignoringFields("version", "updatedAt")
                .isEqualTo(edge);
    }
}
