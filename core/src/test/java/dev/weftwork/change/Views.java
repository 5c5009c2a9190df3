package dev.weftwork.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Edge;
import dev.weftwork.graph.EdgeId;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Workflow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What has to hold of every view, after each operation of a history. */
final class Views {
    /** How a state is shown: {@link GraphState#view()}, or a broken form of it. */
    interface Shows extends Function<GraphState, Workflow> {}

    private static final Comparator<Entity> BY_ORDER_THEN_ID = Comparator.comparing(
                    (Entity entity) -> text(entity.registers().get(RegisterNames.ORDER)),
                    Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(entity -> entity.key().id());

    private Views() {}

    static void sameShown(GraphState one, GraphState other) {
        assertThat(StateText.shown(one.view())).isEqualTo(StateText.shown(other.view()));
    }

    static void noEdgeDangles(Shows shows, History history) {
        GraphState state = GraphState.empty(World.WORKFLOW);
        for (Stamped each : history.ops()) {
            state = state.join(each.op(), each.stamp());
            checkEdges(shows.apply(state), state);
        }
        GraphState neverAsked = history.state();
        checkEdges(shows.apply(neverAsked), neverAsked);
    }

    private static void checkEdges(Workflow view, GraphState state) {
        List<String> visible = new ArrayList<>();
        living(state, EntityKind.EDGE).stream()
                .filter(edge -> lives(state, end(edge, "source")) && lives(state, end(edge, "target")))
                .forEach(edge -> visible.add(edge.key().id()));

        assertThat(view.edges()).extracting(edge -> edge.id().value()).isEqualTo(visible);
        for (Edge edge : view.edges()) {
            assertThat(view.node(edge.source())).isPresent();
            assertThat(view.node(edge.target())).isPresent();
        }
        for (String name : World.EDGES) {
            Optional<Edge> listed = view.edges().stream()
                    .filter(edge -> edge.id().value().equals(name))
                    .findFirst();
            assertThat(view.edge(EdgeId.of(name))).isEqualTo(listed);
        }
        for (String name : World.NODES) {
            NodeId node = NodeId.of(name);
            assertThat(view.edgesOf(node))
                    .isEqualTo(view.edges().stream()
                            .filter(edge ->
                                    edge.source().equals(node) || edge.target().equals(node))
                            .toList());
        }
    }

    static void nodesAreListedInOrder(Shows shows, History history) {
        GraphState state = GraphState.empty(World.WORKFLOW);
        for (Stamped each : history.ops()) {
            state = state.join(each.op(), each.stamp());
            Workflow view = shows.apply(state);
            List<String> living = new ArrayList<>();
            living(state, EntityKind.NODE).forEach(node -> living.add(node.key().id()));

            assertThat(view.nodes()).extracting(node -> node.id().value()).isEqualTo(living);
            assertThat(view.nodeCount()).isEqualTo(living.size());
            for (String name : World.NODES) {
                assertThat(view.node(NodeId.of(name)).isPresent()).isEqualTo(living.contains(name));
            }
        }
    }

    /** A parent shows unless it is dead, or the child's write is the newest of those that close a circle. */
    static void parentsFormNoCircle(Shows shows, History history) {
        GraphState state = history.state();
        Workflow view = shows.apply(state);
        for (Node node : view.nodes()) {
            Set<NodeId> above = new HashSet<>();
            NodeId at = node.id();
            while (at != null) {
                assertThat(above.add(at)).as("%s is in a circle", at).isTrue();
                at = view.node(at).orElseThrow().parentId();
            }
            String parent = parent(state, node.id().value());
            boolean hidden =
                    parent != null && newestOfItsCircle(state, node.id().value());
            assertThat(node.parentId()).isEqualTo(parent == null || hidden ? null : NodeId.of(parent));
            assertThat(view.node(node.id())).contains(node);
        }
    }

    private static boolean newestOfItsCircle(GraphState state, String child) {
        List<String> circle = new ArrayList<>(List.of(child));
        String at = parent(state, child);
        while (at != null && !circle.contains(at)) {
            circle.add(at);
            at = parent(state, at);
        }
        return child.equals(at)
                && circle.stream()
                        .max(Comparator.comparing((String name) -> parentStamp(state, name))
                                .thenComparing(name -> name))
                        .orElseThrow()
                        .equals(child);
    }

    private static Stamp parentStamp(GraphState state, String node) {
        Entity entity = state.entity(World.node(node));
        Stamp stamp = entity == null ? null : entity.registers().stampOf(RegisterNames.PARENT);
        return stamp == null ? new Stamp(-1, new DeviceId("none"), 0, new OpId("none")) : stamp;
    }

    /** The living parent that a node's register names. */
    private static @Nullable String parent(GraphState state, String node) {
        Entity entity = state.entity(World.node(node));
        String parent = entity == null ? null : text(entity.registers().get(RegisterNames.PARENT));
        return parent != null && lives(state, parent) ? parent : null;
    }

    private static List<Entity> living(GraphState state, EntityKind kind) {
        List<Entity> living = new ArrayList<>();
        state.forEach(entity -> {
            if (entity.key().kind().equals(kind) && isTrue(entity.registers().get(RegisterNames.LIFE))) {
                living.add(entity);
            }
        });
        living.sort(BY_ORDER_THEN_ID);
        return living;
    }

    private static boolean lives(GraphState state, @Nullable String node) {
        Entity entity = node == null ? null : state.entity(World.node(node));
        return entity != null && isTrue(entity.registers().get(RegisterNames.LIFE));
    }

    private static @Nullable String end(Entity edge, String which) {
        Json ends = edge.registers().get(RegisterNames.ENDS);
        return ends == null ? null : text(ends.get(which));
    }

    private static @Nullable String text(@Nullable Json value) {
        return value == null || value.kind() != Json.Kind.STRING ? null : value.asString();
    }

    private static boolean isTrue(@Nullable Json value) {
        return value != null && value.text().equals("true");
    }
}
