package dev.weftwork.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weftwork.graph.Edge;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Point;
import dev.weftwork.graph.Result;
import dev.weftwork.graph.Viewport;
import dev.weftwork.graph.Workflow;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that only a foreign or a hostile client can have written: they harm no view and are kept as they are. */
@Domain(Odd.class)
final class ForeignValuesTest {
    private static final EntityKey NODE = World.node("a");
    private static final EntityKey EDGE = World.edge("e");
    private final GraphState plain = World.state(World.birth("a"), World.birth("b"), World.link("e", "a", "b"));

    @Property
    void noValueInAnyRegisterBreaksTheView(@ForAll Json value) {
        EntityWrites.Builder node = EntityWrites.to(NODE);
        for (String field : new String[] {"type", "title", "position", "size", "parent", "run", "order"}) {
            node.set(field, value);
        }
        EntityWrites.Builder edge = EntityWrites.to(EDGE);
        for (String field : new String[] {"type", "ends", "order"}) {
            edge.set(field, value);
        }
        EntityWrites.Builder self = EntityWrites.to(World.SELF);
        self.set("name", value).set("viewport", value).set("life", value);
        GraphState state = World.after(plain, 9, node.build(), edge.build(), self.build());

        assertThat(state.view().nodes()).hasSize(2);
        assertThat(state.view().edges()).hasSizeLessThan(2);
        assertThat(StateText.shown(state.view())).isNotEmpty();
        assertThat(state.alive()).isEqualTo(value.equals(Json.TRUE));
        Entity kept = Objects.requireNonNull(state.entity(NODE));
        assertThat(kept.registers().get("position")).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7",
                "[]",
                "{}",
                "{\"x\":1}",
                "{\"x\":1,\"y\":\"2\"}",
                "{\"x\":1,\"y\":NaN}",
                "{\"x\":1,\"y\":1e999}",
                "{\"x\":1,\"y\":2,\"x\":NaN}",
                "{\"y\":2,\"y\":2}"
            })
    void aPlaceWithoutTwoFiniteNumbersShowsAsNone(String position) {
        assertThat(node("position", position).position()).isNull();
        assertThat(node("size", position.replace('x', 'w')).size()).isNull();
    }

    @Test
    void aPlaceWithMoreThanTwoNumbersShows() {
        assertThat(node("position", "{\"z\":[3],\"y\":2,\"x\":-1.5}").position())
                .isEqualTo(new Point(-1.5, 2));
        assertThat(node("position", "{\"x\":9,\"y\":2,\"x\":1}").position()).isEqualTo(new Point(1, 2));
        assertThat(node("position", "{\"x\":1,\"y\":2,\"z\":3}").position()).isEqualTo(new Point(1, 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "\"\"", "\"\\ud800\"", "\"gone\"", "null", "{\"id\":\"b\"}"})
    void aParentThatNobodyCanBeShowsAsNone(String parent) {
        assertThat(node("parent", parent).parentId()).isNull();
        assertThat(node("parent", "\"" + "x".repeat(513) + "\"").parentId()).isNull();
        assertThat(node("parent", "\"b\"").parentId()).isEqualTo(NodeId.of("b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7",
                "{}",
                "{\"source\":\"a\"}",
                "{\"target\":\"b\"}",
                "{\"source\":\"a\",\"target\":7}",
                "{\"source\":\"\",\"target\":\"b\"}",
                "{\"source\":\"a\",\"target\":\"\\ud800\"}",
                "{\"source\":\"a\",\"target\":\"gone\"}"
            })
    void anEdgeWithoutTwoEndsDoesNotShow(String ends) {
        Workflow view =
                World.after(plain, 9, World.set(EDGE, "ends", Json.parse(ends))).view();

        assertThat(view.edges()).isEmpty();
        assertThat(view.edgesOf(NodeId.of("a"))).isEmpty();
    }

    @Test
    void whatIsNotKnownOfAnEdgesEndsIsSkipped() {
        Json ends = Json.parse("{\"port\":{\"source\":\"x\"},\"target\":\"a\",\"targetHandle\":\"in\",\"source\":\"b\","
                + "\"sourceHandle\":7}");
        Edge edge = World.after(plain, 9, World.set(EDGE, "ends", ends))
                .view()
                .edges()
                .get(0);

        assertThat(edge.source()).isEqualTo(NodeId.of("b"));
        assertThat(edge.target()).isEqualTo(NodeId.of("a"));
        assertThat(edge.targetHandle()).isEqualTo("in");
        assertThat(edge.sourceHandle()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "{}", "{\"status\":7}", "{\"status\":\" \"}", "{\"status\":\"idle\"}"})
    void aRunWithoutAStatusShowsAsIdle(String run) {
        assertThat(node("run", run).result()).isEqualTo(Result.NONE);
    }

    @Test
    void aRunMayHaveAStatusOfTheHostsOwn() {
        assertThat(node("run", "{\"status\":\"queued\",\"value\":null}").result())
                .isEqualTo(new Result("queued", Json.NULL));
    }

    @Test
    void aViewportWithoutThreeNumbersShowsAsTheOrigin() {
        GraphState state = World.after(plain, 9, World.set(World.SELF, "viewport", Json.parse("{\"x\":1,\"y\":2}")));

        assertThat(state.view().viewport()).isEqualTo(Viewport.ORIGIN);
    }

    @Test
    void onlyTheWordTrueIsLife() {
        assertThat(World.after(plain, 9, World.set(NODE, "life", Json.of("true")))
                        .view()
                        .nodeCount())
                .isEqualTo(1);
    }

    @Test
    void entitiesOfUnknownKindsAreKeptApart() {
        EntityKey note = new EntityKey(EntityKind.of("note"), "a");
        EntityKey otherWorkflow = new EntityKey(EntityKind.WORKFLOW, "other");
        GraphState state = World.after(
                plain, 9, World.set(note, "value", Json.of(1)), World.set(otherWorkflow, "name", Json.of("x")));

        assertThat(state.size()).isEqualTo(5);
        assertThat(state.entity(note)).isNotNull();
        assertThat(state.entity(otherWorkflow)).isNotNull();
        assertThat(state.entity(World.SELF)).isNull();
        assertThat(state.entity(new EntityKey(EntityKind.of("memo"), "a"))).isNull();
        assertThat(state.view().name()).isEmpty();
        assertThat(World.shown(state, "a").version()).isEqualTo(1);
    }

    @Test
    void anOperationThatWritesNothingLeavesNoTrace() {
        EntityWrites nothing = EntityWrites.to(NODE).build();
        Op early = World.op("x", 1, nothing);
        Op late = World.op("y", 2, nothing);
        GraphState empty = GraphState.empty(World.WORKFLOW);

        assertThat(Registers.of(nothing, early.provisional())).isEqualTo(Registers.NONE);
        assertThat(StateText.of(empty.join(early, early.provisional()).join(late, late.provisional())))
                .isEqualTo(StateText.of(empty.join(late, late.provisional()).join(early, early.provisional())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\ud800"})
    void anIdThatNoNodeCanHaveIsRefused(String id) {
        assertThatIllegalArgumentException().isThrownBy(() -> new EntityKey(EntityKind.NODE, id));
        assertThatIllegalArgumentException().isThrownBy(() -> new EntityKey(EntityKind.EDGE, id));
        assertThatIllegalArgumentException().isThrownBy(() -> new EntityKey(EntityKind.of("note"), "x".repeat(513)));
    }

    private Node node(String field, String value) {
        return World.shown(World.after(plain, 9, World.set(NODE, field, Json.parse(value))), "a");
    }
}
