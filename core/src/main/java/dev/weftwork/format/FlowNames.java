package dev.weftwork.format;

import dev.weftwork.graph.Edge;
import dev.weftwork.graph.EdgeId;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Workflow;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the nodes and edges of a written document are called in the workflow that it was written from, where that is not
 * what reading the document would call them: families that number their nodes have numbers for those that were made
 * elsewhere, and a repeated id is told apart by a suffix. Immutable.
 *
 * @param nodes the workflow's name of a node by the document's
 * @param edges the workflow's name of an edge by the document's
 */
public record FlowNames(Map<String, String> nodes, Map<String, String> edges) {
    /** Everything is called the same. */
    public static final FlowNames NONE = new FlowNames(Map.of(), Map.of());

    /**
     * Copies the maps.
     *
     * @param nodes names of nodes
     * @param edges names of edges
     */
    public FlowNames {
        nodes = Map.copyOf(nodes);
        edges = Map.copyOf(edges);
    }

    /**
     * Finds the names.
     *
     * @param read what reading the written document gives
     * @param written the workflow that it was written from
     * @return the names that differ
     */
    public static FlowNames between(FlowContent read, Workflow written) {
        Objects.requireNonNull(read, "A content is needed; FlowJson reads one from a document");
        Objects.requireNonNull(written, "The workflow is needed that the document was written from");
        List<Node> ours = written.nodes();
        Map<String, String> nodes = new HashMap<>();
        if (ours.size() == read.nodes().size()) {
            for (int i = 0; i < ours.size(); i++) {
                note(nodes, read.nodes().get(i).id().value(), ours.get(i).id().value());
            }
        }
        return new FlowNames(nodes, edges(new FlowNames(nodes, Map.of()).apply(read), written));
    }

    private static void note(Map<String, String> names, String theirs, String ours) {
        if (!theirs.equals(ours)) {
            names.put(theirs, ours);
        }
    }

    /** Links are told by their ends: some families list them by the node that they leave. */
    private static Map<String, String> edges(FlowContent read, Workflow written) {
        Map<String, String> names = new HashMap<>();
        Set<EdgeId> found = new HashSet<>();
        List<Edge> theirs = read.edges().stream()
                .filter(edge -> !isSame(edge, written) || !found.add(edge.id()))
                .toList();
        List<Function<Edge, List<@Nullable Object>>> ways = List.of(FlowNames::ports, FlowNames::ends);
        for (Function<Edge, List<@Nullable Object>> by : ways) {
            Map<List<@Nullable Object>, Queue<Edge>> ours = new HashMap<>();
            written.edges().stream()
                    .filter(edge -> !found.contains(edge.id()))
                    .forEach(edge -> ours.computeIfAbsent(by.apply(edge), key -> new ArrayDeque<>())
                            .add(edge));
            theirs = theirs.stream()
                    .filter(edge -> {
                        Edge own = ours.getOrDefault(by.apply(edge), new ArrayDeque<>())
                                .poll();
                        if (own != null) {
                            found.add(own.id());
                            note(names, edge.id().value(), own.id().value());
                        }
                        return own == null;
                    })
                    .toList();
        }
        return names;
    }

    private static boolean isSame(Edge edge, Workflow written) {
        return written.edge(edge.id())
                .filter(own -> ports(own).equals(ports(edge)))
                .isPresent();
    }

    private static List<@Nullable Object> ports(Edge edge) {
        return Arrays.asList(edge.source(), edge.sourceHandle(), edge.target(), edge.targetHandle());
    }

    private static List<@Nullable Object> ends(Edge edge) {
        return Arrays.asList(edge.source(), edge.target());
    }

    /**
     * Calls everything in a document by the workflow's names.
     *
     * @param content what was read from the document
     * @return the same under the workflow's names
     */
    public FlowContent apply(FlowContent content) {
        Objects.requireNonNull(content, "A content is needed; FlowJson reads one from a document");
        if (nodes.isEmpty() && edges.isEmpty()) {
            return content;
        }
        Set<String> taken = new HashSet<>();
        content.nodes().forEach(node -> taken.add(node.id().value()));
        nodes.forEach((theirs, ours) -> taken.remove(theirs));
        List<Node> renamed =
                content.nodes().stream().map(node -> apply(node, taken)).toList();
        List<Edge> linked = content.edges().stream().map(this::apply).toList();
        return new FlowContent(content.name(), content.viewport(), content.ext(), renamed, linked);
    }

    private Node apply(Node node, Set<String> taken) {
        NodeId parent = node.parentId();
        String name = nodes.get(node.id().value());
        NodeId id = name == null || taken.contains(name) ? node.id() : NodeId.of(name);
        return new Node(
                id,
                node.type(),
                node.title(),
                node.position(),
                node.size(),
                parent == null ? null : apply(parent),
                node.config(),
                node.result(),
                node.ext(),
                node.order(),
                node.version(),
                node.updatedAt());
    }

    private NodeId apply(NodeId id) {
        String name = nodes.get(id.value());
        return name == null ? id : NodeId.of(name);
    }

    private Edge apply(Edge edge) {
        String name = edges.get(edge.id().value());
        return new Edge(
                name == null ? edge.id() : EdgeId.of(name),
                apply(edge.source()),
                apply(edge.target()),
                edge.sourceHandle(),
                edge.targetHandle(),
                edge.type(),
                edge.ext(),
                edge.order(),
                edge.version(),
                edge.updatedAt());
    }

    /**
     * The names of what a document still holds.
     *
     * @param content what was read from the document
     * @return these names and no others
     */
    public FlowNames within(FlowContent content) {
        Objects.requireNonNull(content, "A content is needed; FlowJson reads one from a document");
        Map<String, String> keptNodes = new HashMap<>(nodes);
        Map<String, String> keptEdges = new HashMap<>(edges);
        Set<String> present = new HashSet<>();
        content.nodes().forEach(node -> present.add(node.id().value()));
        keptNodes.keySet().retainAll(present);
        present.clear();
        content.edges().forEach(edge -> present.add(edge.id().value()));
        keptEdges.keySet().retainAll(present);
        return new FlowNames(keptNodes, keptEdges);
    }

    /**
     * The names as JSON.
     *
     * @return {@code [{…}, {…}]}, nodes first
     */
    public Json toJson() {
        return Json.of(List.of(new TreeMap<>(nodes), new TreeMap<>(edges)));
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @param json the JSON
     * @return the names
     */
    public static FlowNames of(Json json) {
        Objects.requireNonNull(json, "The JSON of names is needed; toJson writes it");
        return new FlowNames(texts(json.get(0)), texts(json.get(1)));
    }

    private static Map<String, String> texts(Json object) {
        Map<String, String> texts = new HashMap<>();
        object.members()
                .forEach(member -> texts.put(member.key(), member.value().asString()));
        return texts;
    }
}
