package dev.weftwork.testkit.simulator;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.GraphState;
import dev.weftwork.graph.Workflow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** All that a graph shows, as text that equal graphs share. */
final class Texts {
    private static final Pattern VERSION = Pattern.compile(", version=\\d+(?=, updatedAt=\\d+]$)");

    private Texts() {}

    /** All that a state holds, shown or not: what is dead, what no version of today knows, and all stamps. */
    static String all(GraphState state) {
        List<String> lines = new ArrayList<>();
        state.forEach(entity -> lines.add("  " + entity));
        lines.sort(Comparator.naturalOrder());
        return state.id() + " " + state.self() + " @" + state.updatedAt() + "\n" + String.join("\n", lines) + "\n";
    }

    static String of(Workflow workflow) {
        return of(workflow, key -> true);
    }

    /**
     * The same where changes are counted only of some entities.
     *
     * @param counted whether the changes of an entity are counted alike everywhere
     */
    static String of(Workflow workflow, Predicate<EntityKey> counted) {
        StringBuilder text = new StringBuilder(512);
        text.append(workflow.id()).append(' ').append(workflow.name());
        if (counted.test(EntityKey.of(workflow.id()))) {
            text.append(" v").append(workflow.version());
        }
        text.append(" @").append(workflow.updatedAt());
        text.append(' ').append(workflow.viewport()).append(workflow.ext()).append('\n');
        workflow.nodes().stream()
                .sorted(Comparator.comparing(node -> node.id().value()))
                .forEach(node -> text.append("  ").append(line(node, counted.test(EntityKey.of(node.id())))));
        workflow.edges().stream()
                .sorted(Comparator.comparing(edge -> edge.id().value()))
                .forEach(edge -> text.append("  ").append(line(edge, counted.test(EntityKey.of(edge.id())))));
        return text.toString();
    }

    private static String line(Object entity, boolean counted) {
        return (counted ? entity.toString() : VERSION.matcher(entity.toString()).replaceFirst("")) + '\n';
    }
}
