package dev.weftwork.archive;

import dev.weftwork.format.FlowContent;
import dev.weftwork.graph.Edge;
import dev.weftwork.graph.EdgeId;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonCursor;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Point;
import dev.weftwork.graph.Result;
import dev.weftwork.graph.Size;
import dev.weftwork.graph.Viewport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link WorkflowText} wrote; gives up where a document is laid out in another way. Every node has its
 * settings in {@code config}, by which it is told from the nodes of other editors. Used once.
 */
final class WorkflowParser {
    private final JsonCursor in;
    private final List<Node> nodes = new ArrayList<>();
    private final List<Edge> edges = new ArrayList<>();
    private final Map<String, Json> ext = new TreeMap<>();
    private String name = "";
    private Viewport viewport = Viewport.ORIGIN;
    private boolean listed;

    WorkflowParser(String text) {
        this.in = new JsonCursor(text);
    }

    /** The content, or empty if the document is none of ours. */
    Optional<FlowContent> read() {
        if (in.peek() != Json.Kind.OBJECT) {
            return Optional.empty();
        }
        boolean ours = true;
        in.beginObject();
        while (ours && in.nextMember()) {
            ours = member(in.key());
        }
        if (!ours || !listed) {
            return Optional.empty();
        }
        in.end();
        return Optional.of(new FlowContent(name, viewport, ext, nodes, edges));
    }

    private boolean member(String key) {
        return switch (key) {
            case "nodes" -> nodes();
            case "edges" -> edges();
            case "viewport" -> viewport(in.value());
            case "name" -> name(in.value());
            case "links", "connections" -> false;
            default -> unknown(key, WorkflowText.OF_WORKFLOW, ext);
        };
    }

    private boolean name(Json value) {
        boolean text = value.kind() == Json.Kind.STRING;
        name = text ? value.asString() : name;
        return text;
    }

    private boolean viewport(Json value) {
        Map<String, Json> at = members(value);
        boolean numbers = number(at, "x") && number(at, "y") && number(at, "zoom");
        if (numbers) {
            viewport = new Viewport(real(at, "x"), real(at, "y"), real(at, "zoom"));
        }
        return numbers;
    }

    private boolean nodes() {
        listed = in.peek() == Json.Kind.ARRAY;
        if (!listed) {
            return false;
        }
        in.beginArray();
        while (in.nextElement()) {
            if (in.peek() != Json.Kind.OBJECT || !node()) {
                return false;
            }
        }
        return true;
    }

    private boolean node() {
        Map<String, Json> known = new HashMap<>();
        Map<String, Json> other = new TreeMap<>();
        Map<String, Json> config = new TreeMap<>();
        boolean configured = false;
        in.beginObject();
        while (in.nextMember()) {
            String key = in.key();
            if (key.equals("config")) {
                configured = in.peek() == Json.Kind.OBJECT && settings(config);
                if (!configured) {
                    return false;
                }
            } else if (key.equals("data") || !take(key, WorkflowText.OF_NODE, known, other)) {
                return false;
            }
        }
        boolean ours = configured && text(known, "id") && text(known, "type");
        return ours && nodes.add(node(known, other, config));
    }

    private boolean settings(Map<String, Json> config) {
        in.beginObject();
        while (in.nextMember()) {
            config.put(in.key(), in.value());
        }
        return true;
    }

    private static Node node(Map<String, Json> known, Map<String, Json> other, Map<String, Json> config) {
        Json position = known.get("position");
        Json size = known.get("size");
        String parent = optional(known, "parentId");
        String status = optional(known, "status");
        String title = optional(known, "title");
        return Node.builder(NodeId.of(string(known, "id")), string(known, "type"))
                .title(title == null ? "" : title)
                .position(
                        position == null ? null : new Point(real(members(position), "x"), real(members(position), "y")))
                .size(size == null ? null : new Size(real(members(size), "width"), real(members(size), "height")))
                .parent(parent == null ? null : NodeId.of(parent))
                .config(config)
                .result(new Result(
                        status == null || status.equals(Result.RUNNING) ? Result.IDLE : status, known.get("result")))
                .order(optional(known, "order"))
                .ext(other)
                .build();
    }

    private boolean edges() {
        if (in.peek() != Json.Kind.ARRAY) {
            return false;
        }
        in.beginArray();
        while (in.nextElement()) {
            if (in.peek() != Json.Kind.OBJECT || !edge()) {
                return false;
            }
        }
        return true;
    }

    private boolean edge() {
        Map<String, Json> known = new HashMap<>();
        Map<String, Json> other = new TreeMap<>();
        in.beginObject();
        while (in.nextMember()) {
            if (!take(in.key(), WorkflowText.OF_EDGE, known, other)) {
                return false;
            }
        }
        if (!text(known, "id") || !text(known, "source") || !text(known, "target")) {
            return false;
        }
        return edges.add(Edge.of(
                        EdgeId.of(string(known, "id")),
                        NodeId.of(string(known, "source")),
                        NodeId.of(string(known, "target")))
                .withHandles(optional(known, "sourceHandle"), optional(known, "targetHandle"))
                .withType(optional(known, "type"))
                .withOrder(optional(known, "order"))
                .withExt(other));
    }

    /** Takes a member as a known one or an unknown one. */
    private boolean take(String key, Set<String> names, Map<String, Json> known, Map<String, Json> other) {
        if (names.contains(key) && !key.equals(WorkflowText.EXT)) {
            known.put(key, in.value());
            return true;
        }
        return unknown(key, names, other);
    }

    /** A field that this library does not know; several whose names are taken stand in an object of their own. */
    private boolean unknown(String key, Set<String> names, Map<String, Json> other) {
        if (!names.contains(key)) {
            other.put(key, in.value());
            return true;
        }
        if (!key.equals(WorkflowText.EXT)) {
            in.skip();
            return true;
        }
        return in.peek() == Json.Kind.OBJECT && settings(other);
    }

    private static Map<String, Json> members(Json value) {
        return value.kind() == Json.Kind.OBJECT ? value.toMap() : Map.of();
    }

    private static boolean text(Map<String, Json> members, String key) {
        Json value = members.get(key);
        return value != null && value.kind() == Json.Kind.STRING;
    }

    private static boolean number(Map<String, Json> members, String key) {
        Json value = members.get(key);
        return value != null && value.kind() == Json.Kind.NUMBER;
    }

    private static String string(Map<String, Json> members, String key) {
        String value = optional(members, key);
        if (value == null) {
            throw new IllegalArgumentException("it has an entry without " + key);
        }
        return value;
    }

    private static @Nullable String optional(Map<String, Json> members, String key) {
        Json value = members.get(key);
        return value == null || value.isNull() ? null : value.asString();
    }

    private static double real(Map<String, Json> members, String key) {
        Json value = members.get(key);
        if (value == null) {
            throw new IllegalArgumentException("it has a place or size without " + key);
        }
        return value.asDouble();
    }
}
