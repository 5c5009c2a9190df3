package dev.weftwork.testkit.simulator;

import dev.weftwork.change.GraphState;
import dev.weftwork.graph.Workflow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** All that a graph shows, as text that equal graphs share. */
final class Texts {
    private Texts() {}

    /** All that a state holds, shown or not: what is dead, what no version of today knows, and all stamps. */
    static String all(GraphState state) {
        List<String> lines = new ArrayList<>();
        state.forEach(entity -> lines.add("  " + entity));
        lines.sort(Comparator.naturalOrder());
        return state.id() + " " + state.self() + " @" + state.updatedAt() + "\n" + String.join("\n", lines) + "\n";
    }

    static String of(Workflow workflow) {
        StringBuilder text = new StringBuilder(512);
        text.append(workflow.id()).append(' ').append(workflow.name());
        text.append(" v").append(workflow.version()).append(" @").append(workflow.updatedAt());
        text.append(' ').append(workflow.viewport()).append(workflow.ext()).append('\n');
        workflow.nodes().stream()
                .sorted(Comparator.comparing(node -> node.id().value()))
                .forEach(node -> text.append("  ").append(node).append('\n'));
        workflow.edges().stream()
                .sorted(Comparator.comparing(edge -> edge.id().value()))
                .forEach(edge -> text.append("  ").append(edge).append('\n'));
        return text.toString();
    }
}
