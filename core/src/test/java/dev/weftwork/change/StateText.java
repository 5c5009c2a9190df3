package dev.weftwork.change;

import dev.weftwork.graph.Edge;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.Workflow;
import java.util.TreeSet;

/** States as text, to be compared byte by byte. */
final class StateText {
    private StateText() {}

    /** Everything there is in it. */
    static String of(GraphState state) {
        return registers(state, true);
    }

    /** Everything but how often entities changed. */
    static String registers(GraphState state) {
        return registers(state, false);
    }

    private static String registers(GraphState state, boolean versions) {
        TreeSet<String> lines = new TreeSet<>();
        state.forEach(entity -> lines.add(of(entity, versions)));
        return String.join("\n", lines) + "\n" + state.id() + " " + state.size() + " " + state.updatedAt();
    }

    static String of(Entity entity, boolean versions) {
        return entity.key() + (versions ? " v" + entity.version() : "") + " " + entity.registers();
    }

    /** What a person sees, whenever and however often it changed. */
    static String shown(Workflow workflow) {
        StringBuilder text = new StringBuilder(workflow.id() + " " + workflow.name() + " " + workflow.viewport());
        text.append(' ').append(workflow.ext()).append(' ').append(workflow.nodeCount());
        workflow.nodes().forEach(node -> text.append('\n').append(timeless(node)));
        workflow.edges().forEach(edge -> text.append('\n').append(timeless(edge)));
        return text.toString();
    }

    private static Node timeless(Node node) {
        return new Node(
                node.id(),
                node.type(),
                node.title(),
                node.position(),
                node.size(),
                node.parentId(),
                node.config(),
                node.result(),
                node.ext(),
                node.order(),
                0,
                0);
    }

    private static Edge timeless(Edge edge) {
        return new Edge(
                edge.id(),
                edge.source(),
                edge.target(),
                edge.sourceHandle(),
                edge.targetHandle(),
                edge.type(),
                edge.ext(),
                edge.order(),
                0,
                0);
    }
}
