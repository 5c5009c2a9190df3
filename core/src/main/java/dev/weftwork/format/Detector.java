package dev.weftwork.format;

import dev.weftwork.graph.Json;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells the family of a document by its outline. */
final class Detector {
    private Detector() {}

    static Optional<Dialect> detect(Json document) {
        FlowFormat format =
                switch (document.kind()) {
                    case OBJECT -> object(document);
                    case ARRAY -> isNodeRed(document) ? FlowFormat.NODE_RED : null;
                    default -> null;
                };
        return Optional.ofNullable(format).map(found -> Dialect.of(found.label()));
    }

    private static @Nullable FlowFormat object(Json document) {
        Json nodes = document.get("nodes");
        if (is(nodes, Json.Kind.ARRAY)) {
            return withNodes(document, nodes);
        }
        Json data = document.get("data");
        if (is(data, Json.Kind.OBJECT) && is(data.get("nodes"), Json.Kind.ARRAY) && noneBut(data, "edges")) {
            return FlowFormat.LANGFLOW;
        }
        Json state = document.get("state");
        if (is(state, Json.Kind.OBJECT) && is(state.get("blocks"), Json.Kind.OBJECT) && noneBut(state, "edges")) {
            return FlowFormat.SIM;
        }
        return isApi(document) ? FlowFormat.COMFYUI_API : null;
    }

    private static @Nullable FlowFormat withNodes(Json document, Json nodes) {
        Json links = document.get("links");
        if (is(links, Json.Kind.ARRAY)) {
            boolean objects = links.elements().stream().anyMatch(link -> link.kind() == Json.Kind.OBJECT);
            return objects ? FlowFormat.COMFYUI_1 : FlowFormat.COMFYUI;
        }
        if (is(document.get("connections"), Json.Kind.OBJECT)) {
            return FlowFormat.N8N;
        }
        if (!noneBut(document, "edges")) {
            return null;
        }
        return isCanvas(document, nodes) ? FlowFormat.JSON_CANVAS : FlowFormat.REACT_FLOW;
    }

    /** Whether a member is an array, if it is there at all. */
    private static boolean noneBut(Json object, String arrayKey) {
        Json member = object.get(arrayKey);
        return member == null || member.kind() == Json.Kind.ARRAY;
    }

    private static boolean isCanvas(Json document, Json nodes) {
        Json edges = document.get("edges");
        if (edges != null && edges.elements().stream().anyMatch(edge -> has(edge, "fromNode"))) {
            return true;
        }
        List<Json> all = nodes.elements();
        return !all.isEmpty() && all.stream().allMatch(node -> has(node, "x") && !has(node, "position"));
    }

    private static boolean isNodeRed(Json document) {
        List<Json> all = document.elements();
        return !all.isEmpty() && all.stream().allMatch(node -> isText(node, "id") && isText(node, "type"));
    }

    private static boolean isApi(Json document) {
        List<Json.Member> all = document.members();
        return !all.isEmpty()
                && all.stream()
                        .map(Json.Member::value)
                        .allMatch(node -> isText(node, "class_type") && is(node.get("inputs"), Json.Kind.OBJECT));
    }

    private static boolean isText(Json node, String key) {
        return has(node, key) && is(node.get(key), Json.Kind.STRING);
    }

    private static boolean has(Json value, String key) {
        return value.kind() == Json.Kind.OBJECT && value.has(key);
    }

    private static boolean is(@Nullable Json value, Json.Kind kind) {
        return value != null && value.kind() == kind;
    }
}
