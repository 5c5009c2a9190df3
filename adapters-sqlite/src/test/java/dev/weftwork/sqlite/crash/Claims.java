package dev.weftwork.sqlite.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.GraphState;
import dev.weftwork.graph.Edge;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.Workflow;
import dev.weftwork.graph.WorkflowId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which edits the editing processes claimed to be durable; checked against what is there. */
final class Claims {
    private final Set<String> durable = new HashSet<>();
    private final Set<String> there = new HashSet<>();
    private final Map<WorkflowId, GraphState> checked = new HashMap<>();
    private int counted;
    private int killsInsideCommit;

    /** Takes in what a process has said so far. */
    void add(List<String> lines) {
        for (String line : lines) {
            if (!line.equals("open") && !line.startsWith("a ") && !line.startsWith("b ")) {
                throw new AssertionError("A process complains: " + String.join("\n", lines));
            }
            if (line.startsWith("a ")) {
                durable.add(line.substring(2));
            }
        }
    }

    /** Takes in all that a killed process had said. */
    void addKilled(List<String> lines) {
        add(lines);
        boolean inside = lines.stream()
                .filter(line -> line.startsWith("b "))
                .anyMatch(line -> !durable.contains(line.substring(2)));
        killsInsideCommit += inside ? 1 : 0;
    }

    /** Forgets all edits and keeps count, because another file comes next. */
    void startAnew() {
        counted += durable.size();
        durable.clear();
        there.clear();
        checked.clear();
    }

    int durable() {
        return counted + durable.size();
    }

    int killsInsideCommit() {
        return killsInsideCommit;
    }

    /** Every edit that is there is whole, and every durable one is there. */
    void check(Collection<GraphState> graphs) {
        for (GraphState graph : graphs) {
            if (checked.put(graph.id(), graph) != graph) {
                check(graph.view());
            }
        }
        Set<String> lost = new TreeSet<>(durable);
        lost.removeAll(there);
        assertThat(lost).as("edits that were durable and are lost").isEmpty();
    }

    private void check(Workflow workflow) {
        Map<String, Parts> edits = new HashMap<>();
        for (Node node : workflow.nodes()) {
            node.config().forEach((key, value) -> count(edits, key, value));
        }
        for (Edge edge : workflow.edges()) {
            String op = edge.source().value().split("/")[0];
            edits.computeIfAbsent(op, each -> new Parts()).edges++;
        }
        edits.forEach((op, parts) -> there.add(parts.requireWhole(op)));
    }

    private static void count(Map<String, Parts> edits, String key, Json value) {
        if (key.equals("op")) {
            edits.computeIfAbsent(value.asString(), each -> new Parts()).nodes++;
        } else {
            Parts parts = edits.computeIfAbsent(key.substring("op-".length()), each -> new Parts());
            parts.pads++;
            parts.claim = value.asString();
        }
    }

    /** What of one edit is there. */
    private static final class Parts {
        private int pads;
        private int nodes;
        private int edges;
        private String claim = "";

        String requireWhole(String op) {
            int wanted = claim.endsWith("+") ? EditingProcess.NODES_PER_LARGE_EDIT : 0;
            boolean whole = pads == 2 && nodes == wanted && edges == Math.max(wanted - 1, 0);
            if (!whole) {
                throw new AssertionError(
                        "Edit " + op + " is half there: " + pads + " pads, " + nodes + " nodes, " + edges + " edges");
            }
            return claim;
        }
    }
}
