package dev.weftwork.archive;

import dev.weftwork.graph.Edge;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonWriter;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.Result;
import dev.weftwork.graph.Viewport;
import dev.weftwork.graph.Workflow;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Writes a workflow's document: nodes, edges and viewport side by side, with every field of the model under its own
 * name. Fields that this library does not know stand beside them; one whose name is taken stands in {@code ext}.
 */
final class WorkflowText {
    static final String EXT = "ext";
    static final Set<String> OF_WORKFLOW =
            Set.of("id", "name", "nodes", "edges", "viewport", "updatedAt", "version", "links", "connections", EXT);
    static final Set<String> OF_NODE = Set.of(
            "id",
            "type",
            "title",
            "status",
            "position",
            "size",
            "parentId",
            "config",
            "result",
            "order",
            "updatedAt",
            "version",
            // what other editors keep settings in; a node that had it at its top would be taken for one of theirs
            "data",
            EXT);
    static final Set<String> OF_EDGE = Set.of(
            "id", "source", "target", "sourceHandle", "targetHandle", "type", "order", "updatedAt", "version", EXT);

    private final JsonWriter out = new JsonWriter();
    private final UnaryOperator<Json> values;

    private WorkflowText(UnaryOperator<Json> values) {
        this.values = values;
    }

    /**
     * Writes a workflow.
     *
     * @param workflow the workflow
     * @param values is given each value that a host or a tool stored, and gives the one to write
     */
    static String write(Workflow workflow, UnaryOperator<Json> values) {
        WorkflowText text = new WorkflowText(values);
        text.workflow(workflow);
        return text.out.toString();
    }

    private void workflow(Workflow workflow) {
        out.beginObject();
        out.key("id").value(workflow.id().value()).key("name").value(workflow.name());
        out.key("nodes").beginArray();
        workflow.nodes().forEach(this::node);
        out.endArray().key("edges").beginArray();
        workflow.edges().forEach(this::edge);
        out.endArray();
        Viewport viewport = workflow.viewport();
        out.key("viewport").beginObject();
        out.key("x").value(viewport.x()).key("y").value(viewport.y());
        out.key("zoom").value(viewport.zoom()).endObject();
        end(workflow.updatedAt(), workflow.version(), workflow.ext(), OF_WORKFLOW);
    }

    private void node(Node node) {
        Result result = node.result();
        boolean running = result.status().equals(Result.RUNNING);
        out.beginObject().key("id").value(node.id().value());
        out.key("type").value(node.type()).key("title").value(node.title());
        // nothing runs in a file
        out.key("status").value(running ? Result.IDLE : result.status());
        if (node.position() != null) {
            pair("position", "x", node.position().x(), "y", node.position().y());
        }
        if (node.size() != null) {
            pair("size", "width", node.size().width(), "height", node.size().height());
        }
        text("parentId", node.parentId() == null ? null : node.parentId().value());
        out.key("config").beginObject();
        node.config().forEach((key, value) -> out.key(key).value(values.apply(value)));
        out.endObject();
        if (result.value() != null) {
            out.key("result").value(values.apply(result.value()));
        }
        text("order", node.order());
        end(node.updatedAt(), node.version(), node.ext(), OF_NODE);
    }

    private void edge(Edge edge) {
        out.beginObject().key("id").value(edge.id().value());
        out.key("source").value(edge.source().value());
        out.key("target").value(edge.target().value());
        text("sourceHandle", edge.sourceHandle());
        text("targetHandle", edge.targetHandle());
        text("type", edge.type());
        text("order", edge.order());
        end(edge.updatedAt(), edge.version(), edge.ext(), OF_EDGE);
    }

    private void pair(String key, String first, double one, String second, double other) {
        out.key(key).beginObject();
        out.key(first).value(one).key(second).value(other).endObject();
    }

    private void text(String key, @Nullable String value) {
        if (value != null) {
            out.key(key).value(value);
        }
    }

    private void end(long updatedAt, long version, Map<String, Json> ext, Set<String> taken) {
        out.key("updatedAt").value(updatedAt).key("version").value(version);
        Map<String, Json> aside = new TreeMap<>();
        ext.forEach((key, value) -> {
            if (taken.contains(key)) {
                aside.put(key, value);
            } else {
                out.key(key).value(values.apply(value));
            }
        });
        if (!aside.isEmpty()) {
            out.key(EXT).beginObject();
            aside.forEach((key, value) -> out.key(key).value(values.apply(value)));
            out.endObject();
        }
        out.endObject();
    }
}
