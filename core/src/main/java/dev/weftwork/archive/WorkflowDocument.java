package dev.weftwork.archive;

import dev.weftwork.archive.PackageFormatException.Code;
import dev.weftwork.format.FlowContent;
import dev.weftwork.format.FlowImport;
import dev.weftwork.format.FlowJson;
import dev.weftwork.format.OrderKeys;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.graph.Edge;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Result;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A package's workflow, read: as {@link WorkflowText} writes it, or else as any flow editor's document.
 *
 * @param content what it holds
 * @param notes what could not be taken, in words
 */
record WorkflowDocument(FlowContent content, List<String> notes) {
    private static final int MAX_NOTES = 100;

    static WorkflowDocument read(String text) {
        try {
            Optional<FlowContent> ours = new WorkflowParser(text).read();
            return ours.map(WorkflowDocument::settled).orElseGet(() -> foreign(text));
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw Refusal.of(Code.WORKFLOW_INVALID, "The workflow's document cannot be read: " + e.getMessage(), e);
        }
    }

    private static WorkflowDocument foreign(String text) {
        FlowImport read = FlowJson.read(text);
        if (read instanceof FlowImport.Mapped mapped) {
            return new WorkflowDocument(mapped.content(), mapped.report().notes());
        }
        if (read instanceof FlowImport.Opaque opaque) {
            return new WorkflowDocument(opaque.content(), opaque.report().notes());
        }
        throw Refusal.of(
                Code.WORKFLOW_INVALID,
                "The workflow's document is no JSON: " + ((FlowImport.Unreadable) read).message());
    }

    /** Leaves out edges that lead nowhere, and keeps the order of the lists. */
    private static WorkflowDocument settled(FlowContent read) {
        Set<NodeId> known = read.nodes().stream().map(Node::id).collect(Collectors.toSet());
        if (known.size() < read.nodes().size()) {
            throw new IllegalArgumentException("two of its nodes have one id");
        }
        List<String> notes = new ArrayList<>();
        List<Edge> edges = new ArrayList<>();
        for (Edge edge : read.edges()) {
            if (known.contains(edge.source()) && known.contains(edge.target())) {
                edges.add(edge);
            } else if (notes.size() < MAX_NOTES) {
                notes.add("The edge " + Refusal.quoted(edge.id().value())
                        + " was left out: one of its ends is not in the package");
            }
        }
        if (edges.stream().map(Edge::id).distinct().count() < edges.size()) {
            throw new IllegalArgumentException("two of its edges have one id");
        }
        List<Node> nodes = ordered(
                read.nodes(),
                Node::order,
                node -> node.id().value(),
                (node, order) -> node.toBuilder().order(order).build());
        List<Edge> links = ordered(edges, Edge::order, edge -> edge.id().value(), Edge::withOrder);
        return new WorkflowDocument(new FlowContent(read.name(), read.viewport(), read.ext(), nodes, links), notes);
    }

    /** A list of another program may have an order of its own; then it gets keys that say so. */
    private static <T> List<T> ordered(
            List<T> list,
            Function<T, @Nullable String> order,
            Function<T, String> id,
            BiFunction<T, String, T> withOrder) {
        Comparator<T> usual = Comparator.<T, @Nullable String>comparing(
                        order, Comparator.nullsLast(Comparator.<String>naturalOrder()))
                .thenComparing(id);
        if (list.stream().sorted(usual).toList().equals(list)) {
            return list;
        }
        List<String> keys = OrderKeys.spaced(list.size());
        List<T> keyed = new ArrayList<>();
        for (T value : list) {
            keyed.add(withOrder.apply(value, keys.get(keyed.size())));
        }
        return keyed;
    }

    /** The same content with each reference to an asset replaced. */
    FlowContent withRefs(UnaryOperator<AssetRef> change) {
        UnaryOperator<Json> values = value -> AssetRef.replaceIn(value, change);
        List<Node> nodes =
                content.nodes().stream().map(node -> node(node, values)).toList();
        List<Edge> edges = content.edges().stream()
                .map(edge -> edge.withExt(fields(edge.ext(), values)))
                .toList();
        return new FlowContent(content.name(), content.viewport(), fields(content.ext(), values), nodes, edges);
    }

    private static Node node(Node node, UnaryOperator<Json> values) {
        Json value = node.result().value();
        return node.toBuilder()
                .config(fields(node.config(), values))
                .result(new Result(node.status(), value == null ? null : values.apply(value)))
                .ext(fields(node.ext(), values))
                .build();
    }

    private static Map<String, Json> fields(Map<String, Json> fields, UnaryOperator<Json> values) {
        Map<String, Json> changed = new TreeMap<>();
        fields.forEach((key, value) -> changed.put(key, values.apply(value)));
        return changed;
    }
}
