package dev.weftwork.format;

import dev.weftwork.graph.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells the family of a document by its outline. */
final class Detector {
    private Detector() {}

    static Optional<Dialect> detect(Json document) {
        FlowFormat format = switch (document.kind()) {
            case OBJECT -> object(document.toMap());
            case ARRAY -> isNodeRed(document.elements()) ? FlowFormat.NODE_RED : null;
            default -> null;
        };
        return Optional.ofNullable(format).map(found -> Dialect.of(found.label()));
    }

    private static @Nullable FlowFormat object(Map<String, Json> document) {
        Json nodes = at(document, "nodes");
        if (nodes.kind() == Json.Kind.ARRAY) {
            return withNodes(document, nodes.elements());
        }
        Map<String, Json> data = members(at(document, "data"));
        if (at(data, "nodes").kind() == Json.Kind.ARRAY && isArrayIfAny(data, "edges")) {
            return FlowFormat.LANGFLOW;
        }
        Map<String, Json> state = members(at(document, "state"));
        if (at(state, "blocks").kind() == Json.Kind.OBJECT && isArrayIfAny(state, "edges")) {
            return FlowFormat.SIM;
        }
        return !document.isEmpty() && document.values().stream().allMatch(Detector::isApiNode)
                ? FlowFormat.COMFYUI_API
                : null;
    }

    private static @Nullable FlowFormat withNodes(Map<String, Json> document, List<Json> nodes) {
        if (!nodes.isEmpty() && nodes.stream().noneMatch(node -> node.kind() == Json.Kind.OBJECT)) {
            return null;
        }
        Json links = at(document, "links");
        if (links.kind() == Json.Kind.ARRAY) {
            return comfyUi(document, links.elements());
        }
        if (at(document, "connections").kind() == Json.Kind.OBJECT) {
            return FlowFormat.N8N;
        }
        if (!isArrayIfAny(document, "edges")) {
            return null;
        }
        return isCanvas(document, nodes) ? FlowFormat.JSON_CANVAS : FlowFormat.REACT_FLOW;
    }

    /** Links as tuples or as objects; without any, the version tells. */
    private static @Nullable FlowFormat comfyUi(Map<String, Json> document, List<Json> links) {
        if (links.stream().anyMatch(link -> has(link, "origin_id"))) {
            return FlowFormat.COMFYUI_1;
        }
        if (links.stream().anyMatch(link -> link.kind() == Json.Kind.ARRAY)) {
            return FlowFormat.COMFYUI;
        }
        if (!links.isEmpty() || !document.containsKey("version")) {
            return null;
        }
        return document.containsKey("last_node_id") ? FlowFormat.COMFYUI : FlowFormat.COMFYUI_1;
    }

    private static boolean isCanvas(Map<String, Json> document, List<Json> nodes) {
        Json edges = document.getOrDefault("edges", Json.EMPTY_ARRAY);
        if (edges.elements().stream().anyMatch(edge -> has(edge, "fromNode"))) {
            return true;
        }
        return !nodes.isEmpty() && nodes.stream().allMatch(node -> has(node, "x") && !has(node, "position"));
    }

    private static boolean isNodeRed(List<Json> nodes) {
        return !nodes.isEmpty() && nodes.stream().allMatch(node -> isText(node, "id") && isText(node, "type"));
    }

    private static boolean isApiNode(Json node) {
        return isText(node, "class_type") && at(members(node), "inputs").kind() == Json.Kind.OBJECT;
    }

    private static boolean isArrayIfAny(Map<String, Json> object, String key) {
        return object.getOrDefault(key, Json.EMPTY_ARRAY).kind() == Json.Kind.ARRAY;
    }

    private static boolean isText(Json value, String key) {
        return at(members(value), key).kind() == Json.Kind.STRING;
    }

    private static boolean has(Json value, String key) {
        return value.kind() == Json.Kind.OBJECT && value.has(key);
    }

    private static Map<String, Json> members(Json value) {
        return value.kind() == Json.Kind.OBJECT ? value.toMap() : Map.of();
    }

    private static Json at(Map<String, Json> object, String key) {
        return object.getOrDefault(key, Json.NULL);
    }
}
