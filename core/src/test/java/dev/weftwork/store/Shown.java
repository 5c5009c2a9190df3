package dev.weftwork.store;

import dev.weftwork.graph.Edge;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.Result;
import dev.weftwork.graph.Viewport;
import dev.weftwork.graph.Workflow;
import java.util.Comparator;
import java.util.TreeMap;

/** What a store shows, as the text that {@link NaiveState} makes of the same. */
final class Shown {
    private Shown() {}

    static String of(Store store) {
        StringBuilder text = new StringBuilder();
        store.workflows().stream()
                .sorted(Comparator.comparing(WorkflowInfo::id))
                .forEach(info -> add(info, store.workflow(info.id()), text));
        store.collection("files")
                .all()
                .forEach((id, value) -> text.append("files ")
                        .append(id)
                        .append('=')
                        .append(value)
                        .append('\n'));
        return text.toString();
    }

    private static void add(WorkflowInfo info, Workflow workflow, StringBuilder text) {
        text.append(workflow.id()).append('\n');
        for (Edge edge : workflow.edges()) {
            TreeMap<String, String> fields = new TreeMap<>();
            fields.put("source", edge.source().value());
            fields.put("target", edge.target().value());
            text.append(line("edge " + edge.id(), edge.version(), fields));
        }
        for (Node node : workflow.nodes()) {
            text.append(line("node " + node.id(), node.version(), fields(node)));
        }
        TreeMap<String, String> own = new TreeMap<>();
        own.put("name", info.name());
        if (!workflow.viewport().equals(Viewport.ORIGIN)) {
            own.put("viewport", Double.toString(workflow.viewport().x()));
        }
        text.append(line("workflow " + workflow.id(), workflow.version(), own));
    }

    private static TreeMap<String, String> fields(Node node) {
        TreeMap<String, String> fields = new TreeMap<>();
        fields.put("type", node.type());
        if (!node.title().isEmpty()) {
            fields.put("title", node.title());
        }
        if (node.position() != null) {
            fields.put("position", Double.toString(node.position().x()));
        }
        Json result = node.result().value();
        if (!node.result().equals(Result.NONE) && result != null) {
            fields.put("run", result.text());
        }
        node.config().forEach((key, value) -> fields.put("config." + key, value.text()));
        node.ext().forEach((key, value) -> fields.put("ext." + key, value.text()));
        return fields;
    }

    private static String line(String key, long version, TreeMap<String, String> fields) {
        return "  " + key + " v" + version + " " + fields + "\n";
    }
}
