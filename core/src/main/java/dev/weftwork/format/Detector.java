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
        List<Json> all = nodes.elements();
        if (!all.isEmpty() && all.stream().noneMatch(node -> node.kind() == Json.Kind.OBJECT)) {
            return null;
        }
        Json links = document.get("links");
        if (is(links, Json.Kind.ARRAY)) {
            return comfyUi(document, links.elements());
        }
        if (is(document.get("connections"), Json.Kind.OBJECT)) {
            return FlowFormat.N8N;
        }
        if (!noneBut(document, "edges")) {
            return null;
        }
        return isCanvas(document, all) ? FlowFormat.JSON_CANVAS : FlowFormat.REACT_FLOW;
    }

    /** Links as tuples or as objects; without any, the version tells. */
    private static @Nullable FlowFormat comfyUi(Json document, List<Json> links) {
        if (links.stream().anyMatch(link -> has(link, "origin_id"))) {
            return FlowFormat.COMFYUI_1;
        }
        if (links.stream().anyMatch(link -> link.kind() == Json.Kind.ARRAY)) {
            return FlowFormat.COMFYUI;
        }
        boolean empty = links.isEmpty() && document.has("version");
        return !empty ? null : document.has("last_node_id") ? FlowFormat.COMFYUI : FlowFormat.COMFYUI_1;
    }

    /** Whether a member is an array, if it is there at all. */
    private static boolean noneBut(Json object, String arrayKey) {
        Json member = object.get(arrayKey);
        return member == null || member.kind() == Json.Kind.ARRAY;
    }

    private static boolean isCanvas(Json document, List<Json> all) {
        Json edges = document.get("edges");
        if (edges != null && edges.elements().stream().anyMatch(edge -> has(edge, "fromNode"))) {
            return true;
        }
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
