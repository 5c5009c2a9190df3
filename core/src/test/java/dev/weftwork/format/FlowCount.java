package dev.weftwork.format;

import dev.weftwork.format.JsonTree.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Nodes and links of a document, counted by nothing of the library. */
public record FlowCount(int nodes, int links, int dangling) {

    public static FlowCount of(String text, FlowFormat format) {
        Value root = JsonTree.parse(text);
        Value inner = switch (format) {
            case LANGFLOW -> root.path("data");
            case SIM -> root.path("state");
            default -> root;
        };
        return switch (format) {
            case REACT_FLOW, LANGFLOW -> listed(inner.path("nodes"), inner.path("edges"), "source", "target");
            case SIM -> listed(inner.path("blocks"), inner.path("edges"), "source", "target");
            case JSON_CANVAS -> listed(root.path("nodes"), root.path("edges"), "fromNode", "toNode");
            case COMFYUI_1 -> listed(root.path("nodes"), root.path("links"), "origin_id", "target_id");
            case COMFYUI -> tuples(root);
            case COMFYUI_API -> inputs(root);
            case N8N -> connections(root);
            case NODE_RED -> wires(root);
        };
    }

    private static Set<String> ids(Value nodes, String key) {
        Set<String> ids = new HashSet<>();
        for (Value node : nodes.children()) {
            if (isReference(node.path(key))) {
                ids.add(node.path(key).text());
            }
        }
        return ids;
    }

    private static boolean isReference(Value value) {
        return value.kind() == 't'
                && !value.token().isEmpty()
                && !List.of("null", "true", "false").contains(value.token());
    }

    private static int objects(Value nodes) {
        return (int)
                nodes.children().stream().filter(node -> node.kind() == '{').count();
    }

    private static FlowCount listed(Value nodes, Value edges, String source, String target) {
        Set<String> ids = nodes.kind() == '{' ? new HashSet<>(nodes.keys()) : ids(nodes, "id");
        int links = 0;
        int dangling = 0;
        for (Value edge : edges.children()) {
            Value from = edge.path(source);
            Value to = edge.path(target);
            if (isReference(from) && isReference(to)) {
                links++;
                dangling += ids.contains(from.text()) && ids.contains(to.text()) ? 0 : 1;
            }
        }
        return new FlowCount(objects(nodes), links, dangling);
    }

    private static FlowCount tuples(Value root) {
        Set<String> ids = ids(root.path("nodes"), "id");
        int links = 0;
        int dangling = 0;
        for (Value link : root.path("links").children()) {
            if (link.kind() == '[' && link.children().size() >= 5) {
                links++;
                boolean found = ids.contains(link.path(1).text())
                        && ids.contains(link.path(3).text());
                dangling += found ? 0 : 1;
            }
        }
        return new FlowCount(objects(root.path("nodes")), links, dangling);
    }

    private static FlowCount inputs(Value root) {
        int links = 0;
        for (Value node : root.children()) {
            for (Value input : node.path("inputs").children()) {
                boolean link =
                        input.children().size() == 2 && input.path(0).token().startsWith("\"");
                links += link && root.keys().contains(input.path(0).text()) ? 1 : 0;
            }
        }
        return new FlowCount(root.children().size(), links, 0);
    }

    private static FlowCount connections(Value root) {
        Value connections = root.path("connections");
        Set<String> names = ids(root.path("nodes"), "name");
        Set<String> ids = ids(root.path("nodes"), "id");
        Set<String> known = ids.containsAll(connections.keys()) ? ids : names;
        int links = 0;
        int dangling = 0;
        for (int i = 0; i < connections.children().size(); i++) {
            boolean from = known.contains(connections.keys().get(i));
            for (Value type : connections.children().get(i).children()) {
                for (Value port : type.children()) {
                    for (Value link : port.children()) {
                        links++;
                        dangling += from && known.contains(link.path("node").text()) ? 0 : 1;
                    }
                }
            }
        }
        return new FlowCount(objects(root.path("nodes")), links, dangling);
    }

    private static FlowCount wires(Value root) {
        Set<String> ids = ids(root, "id");
        int links = 0;
        int dangling = 0;
        for (Value node : root.children()) {
            for (Value port : node.path("wires").children()) {
                for (Value target : port.children()) {
                    links++;
                    dangling += ids.contains(target.text()) ? 0 : 1;
                }
            }
        }
        return new FlowCount(objects(root), links, dangling);
    }
}
