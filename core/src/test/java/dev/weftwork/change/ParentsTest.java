package dev.weftwork.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Groups hold nodes, and nobody ever sees a group within itself. */
@Domain(Given.class)
final class ParentsTest {
    private final GraphState nodes = World.state(World.birth("a"), World.birth("b"), World.birth("c"));

    @Property
    void parentsFormNoCircleAndOnlyTheNewestWriteOfOneIsHidden(@ForAll History history) {
        Views.parentsFormNoCircle(GraphState::view, history);
    }

    @Property
    void whichParentIsHiddenDoesNotDependOnTheOrderOfArrival(@ForAll History history) {
        Views.sameShown(History.joined(history.reordered()), History.joined(history.oldestFirst()));
    }

    @Test
    void ofACircleOnlyTheNewestWriteIsHidden() {
        GraphState state = World.after(nodes, 10, in("a", "b"), in("c", "a"), in("b", "c"));

        assertThat(parent(state, "a")).isEqualTo("b");
        assertThat(parent(state, "c")).isEqualTo("a");
        assertThat(parent(state, "b")).isNull();
    }

    @Test
    void aNodeInItselfShowsNoParent() {
        assertThat(parent(World.after(nodes, 10, in("a", "a")), "a")).isNull();
    }

    @Test
    void aNodeBesideACircleKeepsItsParent() {
        GraphState state = World.after(nodes, 10, in("a", "b"), in("b", "a"), in("c", "a"));

        assertThat(parent(state, "c")).isEqualTo("a");
        assertThat(parent(state, "b")).isNull();
    }

    @Test
    void aDeadMemberOpensTheCircle() {
        GraphState state =
                World.after(nodes, 10, in("a", "b"), in("c", "a"), in("b", "c"), World.life(World.node("a"), false));

        assertThat(parent(state, "b")).isEqualTo("c");
        assertThat(parent(state, "c")).isNull();
    }

    @Test
    void ofACircleThatOneOperationClosedTheGreatestIdIsHidden() {
        Op op = World.op("me", 10, in("a", "b"), in("b", "a"));
        GraphState state = nodes.join(op, op.provisional());

        assertThat(parent(state, "a")).isEqualTo("b");
        assertThat(parent(state, "b")).isNull();
    }

    @Test
    void aParentThatIsHiddenComesBackWhenTheCircleIsGone() {
        GraphState circle = World.after(nodes, 10, in("a", "b"), in("b", "a"));
        GraphState open = World.after(
                circle,
                20,
                EntityWrites.to(World.node("a")).set(RegisterNames.PARENT, null).build());

        assertThat(parent(circle, "b")).isNull();
        assertThat(parent(open, "b")).isEqualTo("a");
    }

    private static EntityWrites in(String child, String parent) {
        return World.set(World.node(child), RegisterNames.PARENT, Json.of(parent));
    }

    private static @Nullable String parent(GraphState state, String node) {
        NodeId parent = World.shown(state, node).parentId();
        return parent == null ? null : parent.value();
    }
}
