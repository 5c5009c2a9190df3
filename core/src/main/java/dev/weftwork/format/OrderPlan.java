package dev.weftwork.format;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.change.Registers;
import dev.weftwork.graph.Edge;
import dev.weftwork.graph.EdgeId;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The nodes and edges of a document with the order keys that a save gives them: the base's for those that stayed where
 * they were, and others between them. Where entries lie between them that are neither node nor edge, all keys are the
 * document's own, and so are those of the entries.
 *
 * @param nodes the nodes
 * @param edges the edges
 * @param anew whether every key is the document's own and has to be compared with what is stored
 */
record OrderPlan(List<Node> nodes, List<Edge> edges, boolean anew) {
    static OrderPlan of(FlowContent base, FlowContent wanted, FlowSave.State state) {
        if (strayed(base) || strayed(wanted) || !outputs(base).equals(outputs(wanted))) {
            return sameOrders(base, wanted)
                    ? new OrderPlan(wanted.nodes(), wanted.edges(), false)
                    : new OrderPlan(wanted.nodes(), wanted.edges(), true);
        }
        Map<NodeId, String> nodes = Ranking.keys(
                base.nodes().stream().map(Node::id).toList(),
                wanted.nodes().stream().map(Node::id).toList(),
                id -> order(state.registers(EntityKey.of(id))));
        Map<EdgeId, String> edges = Ranking.keys(
                base.edges().stream().map(Edge::id).toList(),
                wanted.edges().stream().map(Edge::id).toList(),
                id -> order(state.registers(EntityKey.of(id))));
        if (nodes == null || edges == null) {
            return new OrderPlan(wanted.nodes(), wanted.edges(), true);
        }
        return new OrderPlan(placedNodes(base, wanted, nodes), placedEdges(base, wanted, edges), false);
    }

    private static @Nullable String order(@Nullable Registers registers) {
        Json order = registers == null ? null : registers.get(RegisterNames.ORDER);
        return order == null || order.kind() != Json.Kind.STRING ? null : order.asString();
    }

    private static boolean strayed(FlowContent content) {
        return content.ext().containsKey(Marks.STRAYS)
                || content.nodes().stream().anyMatch(node -> node.ext().containsKey(Marks.STRAYS));
    }

    private static Map<NodeId, Json> outputs(FlowContent content) {
        Map<NodeId, Json> outputs = new HashMap<>();
        for (Node node : content.nodes()) {
            Json mark = node.ext().get(Marks.OUTPUTS);
            if (mark != null) {
                outputs.put(node.id(), mark);
            }
        }
        return outputs;
    }

    /** Whether nothing was put in, taken out or moved. */
    private static boolean sameOrders(FlowContent base, FlowContent wanted) {
        return places(base).equals(places(wanted));
    }

    private static List<@Nullable Object> places(FlowContent content) {
        List<@Nullable Object> places = new ArrayList<>();
        places.add(content.ext().get(Marks.STRAYS));
        content.nodes()
                .forEach(node -> Stream.of(
                                node.id(),
                                node.order(),
                                node.ext().get(Marks.STRAYS),
                                node.ext().get(Marks.OUTPUTS))
                        .forEach(places::add));
        content.edges().forEach(edge -> Stream.of(edge.id(), edge.order()).forEach(places::add));
        return places;
    }

    private static List<Node> placedNodes(FlowContent base, FlowContent wanted, Map<NodeId, String> keys) {
        Map<NodeId, Node> old = new HashMap<>();
        base.nodes().forEach(node -> old.put(node.id(), node));
        List<Node> placed = new ArrayList<>(wanted.nodes().size());
        for (Node node : wanted.nodes()) {
            Node before = old.get(node.id());
            String key = keys.getOrDefault(node.id(), before == null ? node.order() : before.order());
            placed.add(
                    Objects.equals(key, node.order())
                            ? node
                            : node.toBuilder().order(key).build());
        }
        return placed;
    }

    private static List<Edge> placedEdges(FlowContent base, FlowContent wanted, Map<EdgeId, String> keys) {
        Map<EdgeId, Edge> old = new HashMap<>();
        base.edges().forEach(edge -> old.put(edge.id(), edge));
        List<Edge> placed = new ArrayList<>(wanted.edges().size());
        for (Edge edge : wanted.edges()) {
            Edge before = old.get(edge.id());
            String key = keys.getOrDefault(edge.id(), before == null ? edge.order() : before.order());
            placed.add(Objects.equals(key, edge.order()) ? edge : edge.withOrder(key));
        }
        return placed;
    }
}
