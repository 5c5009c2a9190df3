package dev.weftwork.format;

import dev.weftwork.graph.Edge;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Workflow;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the document calls its nodes and links. In families that number them, those that were made here get the next
 * free numbers, in the order in which they are listed. Confined to one writing.
 */
final class Numbering {
    private static final Pattern WHOLE = Pattern.compile("0|[1-9][0-9]{0,14}");

    private final Map<String, String> nodes = new HashMap<>();
    private final Map<String, String> edges = new HashMap<>();
    private long lastNode;
    private long lastEdge;
    private boolean anew;

    Numbering(Workflow workflow, boolean numbered) {
        workflow.nodes()
                .forEach(node -> nodes.put(node.id().value(), called(node.id().value(), node.ext())));
        workflow.edges()
                .forEach(edge -> edges.put(edge.id().value(), called(edge.id().value(), edge.ext())));
        if (numbered) {
            number(workflow);
        }
    }

    private void number(Workflow workflow) {
        Json state = workflow.ext().get("state");
        lastNode = Math.max(last(nodes), whole(workflow.ext().get("last_node_id")));
        lastEdge = Math.max(last(edges), whole(workflow.ext().get("last_link_id")));
        if (state != null && state.kind() == Json.Kind.OBJECT) {
            lastNode = Math.max(lastNode, whole(state.get("lastNodeId")));
            lastEdge = Math.max(lastEdge, whole(state.get("lastLinkId")));
        }
        for (Node node : workflow.nodes()) {
            if (isNew(node.id().value(), node.ext())) {
                nodes.put(node.id().value(), Long.toString(++lastNode));
                anew = true;
            }
        }
        for (Edge edge : workflow.edges()) {
            if (isNew(edge.id().value(), edge.ext())) {
                edges.put(edge.id().value(), Long.toString(++lastEdge));
                anew = true;
            }
        }
    }

    private static boolean isNew(String id, Map<String, Json> ext) {
        return !ext.containsKey(Marks.SHAPE) && !WHOLE.matcher(id).matches();
    }

    private static String called(String id, Map<String, Json> ext) {
        Json mark = ext.get(Marks.ID);
        boolean foreign = mark != null && (mark.kind() == Json.Kind.STRING || mark.kind() == Json.Kind.NUMBER);
        return foreign && mark != null ? Lifted.text(mark) : id;
    }

    private static long last(Map<String, String> names) {
        return names.values().stream()
                .filter(name -> WHOLE.matcher(name).matches())
                .mapToLong(Long::parseLong)
                .max()
                .orElse(0);
    }

    private static long whole(@Nullable Json value) {
        boolean whole = value != null && WHOLE.matcher(value.text()).matches();
        return whole && value != null ? value.asLong() : 0;
    }

    /** The id that the document has for a node. */
    String of(NodeId node) {
        return nodes.getOrDefault(node.value(), node.value());
    }

    /** The id that the document has for an edge. */
    String of(Edge edge) {
        return edges.getOrDefault(edge.id().value(), edge.id().value());
    }

    /** A document's unknown fields, with its counters raised if new numbers were given out. */
    Map<String, Json> counted(Map<String, Json> ext) {
        if (!anew) {
            return ext;
        }
        Map<String, Json> counted = new TreeMap<>(ext);
        counted.computeIfPresent("last_node_id", (key, old) -> raised(old, lastNode));
        counted.computeIfPresent("last_link_id", (key, old) -> raised(old, lastEdge));
        counted.computeIfPresent("state", (key, old) -> state(old));
        return counted;
    }

    private Json state(Json state) {
        if (state.kind() != Json.Kind.OBJECT) {
            return state;
        }
        Json counted = state;
        Json node = state.get("lastNodeId");
        Json edge = state.get("lastLinkId");
        if (node != null) {
            counted = counted.with("lastNodeId", raised(node, lastNode));
        }
        return edge == null ? counted : counted.with("lastLinkId", raised(edge, lastEdge));
    }

    private static Json raised(Json old, long last) {
        return whole(old) < last ? Json.of(last) : old;
    }
}
