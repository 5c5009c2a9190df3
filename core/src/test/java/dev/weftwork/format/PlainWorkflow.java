package dev.weftwork.format;

import dev.weftwork.graph.Edge;
import dev.weftwork.graph.EdgeId;
import dev.weftwork.graph.Fields;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Viewport;
import dev.weftwork.graph.Workflow;
import dev.weftwork.graph.WorkflowId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a store makes of an imported document: everything in the order of order keys and ids, nothing in the order of the
 * file, and only what is visible.
 */
public record PlainWorkflow(
        WorkflowId id,
        String name,
        Viewport viewport,
        Map<String, Json> ext,
        Map<NodeId, Node> nodeMap,
        Map<EdgeId, Edge> edgeMap)
        implements Workflow {
    private static final Comparator<String> LAST = Comparator.nullsLast(Comparator.<String>naturalOrder());

    public static PlainWorkflow of(FlowContent content) {
        Map<NodeId, Node> nodes = new LinkedHashMap<>();
        Map<EdgeId, Edge> edges = new LinkedHashMap<>();
        content.nodes().forEach(node -> require(nodes.put(node.id(), node) == null, "node", node.id()));
        content.edges().forEach(edge -> require(edges.put(edge.id(), edge) == null, "edge", edge.id()));
        return new PlainWorkflow(
                WorkflowId.of("w"), content.name(), content.viewport(), Fields.copyOf(content.ext()), nodes, edges);
    }

    private static void require(boolean unique, String what, Object id) {
        if (!unique) {
            throw new AssertionError("Two times the " + what + " " + id);
        }
    }

    public PlainWorkflow with(Node node) {
        Map<NodeId, Node> nodes = new LinkedHashMap<>(nodeMap);
        nodes.put(node.id(), node);
        return new PlainWorkflow(id, name, viewport, ext, nodes, edgeMap);
    }

    public PlainWorkflow with(Edge edge) {
        Map<EdgeId, Edge> edges = new LinkedHashMap<>(edgeMap);
        edges.put(edge.id(), edge);
        return new PlainWorkflow(id, name, viewport, ext, nodeMap, edges);
    }

    public PlainWorkflow without(NodeId node) {
        Map<NodeId, Node> nodes = new LinkedHashMap<>(nodeMap);
        nodes.remove(node);
        return new PlainWorkflow(id, name, viewport, ext, nodes, edgeMap);
    }

    public PlainWorkflow without(EdgeId edge) {
        Map<EdgeId, Edge> edges = new LinkedHashMap<>(edgeMap);
        edges.remove(edge);
        return new PlainWorkflow(id, name, viewport, ext, nodeMap, edges);
    }

    public PlainWorkflow named(String value) {
        return new PlainWorkflow(id, value, viewport, ext, nodeMap, edgeMap);
    }

    public PlainWorkflow seen(Viewport value) {
        return new PlainWorkflow(id, name, value, ext, nodeMap, edgeMap);
    }

    @Override
    public long version() {
        return 1;
    }

    @Override
    public long updatedAt() {
        return 0;
    }

    @Override
    public Optional<Node> node(NodeId node) {
        return Optional.ofNullable(nodeMap.get(node)).map(this::visible);
    }

    /** A parent that is gone is not shown. */
    private Node visible(Node node) {
        return node.parentId() == null || nodeMap.containsKey(node.parentId())
                ? node
                : node.toBuilder().parent(null).build();
    }

    @Override
    public Optional<Edge> edge(EdgeId edge) {
        return Optional.ofNullable(edgeMap.get(edge)).filter(this::isVisible);
    }

    private boolean isVisible(Edge edge) {
        return nodeMap.containsKey(edge.source()) && nodeMap.containsKey(edge.target());
    }

    @Override
    public List<Node> nodes() {
        List<Node> nodes = new ArrayList<>(nodeMap.values());
        nodes.sort(Comparator.comparing(Node::order, LAST).thenComparing(Node::id));
        return nodes.stream().map(this::visible).toList();
    }

    @Override
    public List<Edge> edges() {
        List<Edge> edges = new ArrayList<>(edgeMap.values());
        edges.removeIf(edge -> !isVisible(edge));
        edges.sort(Comparator.comparing(Edge::order, LAST).thenComparing(Edge::id));
        return List.copyOf(edges);
    }

    @Override
    public List<Edge> edgesOf(NodeId node) {
        return edges().stream()
                .filter(edge -> edge.source().equals(node) || edge.target().equals(node))
                .toList();
    }

    @Override
    public int nodeCount() {
        return nodeMap.size();
    }
}
