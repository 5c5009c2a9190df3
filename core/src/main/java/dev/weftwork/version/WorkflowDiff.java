package dev.weftwork.version;

import dev.weftwork.change.EdgeRegisters;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.NodeRegisters;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.change.WorkflowRegisters;
import dev.weftwork.graph.Edge;
import dev.weftwork.graph.EdgeId;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two workflows, by entity and field. How often and when something changed does not count.
 *
 * @param addedNodes nodes that only the second has
 * @param removedNodes nodes that only the first has
 * @param changedNodes nodes that both have, with the fields that differ
 * @param addedEdges edges that only the second has
 * @param removedEdges edges that only the first has
 * @param changedEdges edges that both have, with the fields that differ
 * @param fields the workflow's own fields that differ
 */
public record WorkflowDiff(
        List<Node> addedNodes,
        List<Node> removedNodes,
        Map<NodeId, List<Change>> changedNodes,
        List<Edge> addedEdges,
        List<Edge> removedEdges,
        Map<EdgeId, List<Change>> changedEdges,
        List<Change> fields) {
    /**
     * Copies what it is given.
     *
     * @param addedNodes nodes that only the second has
     * @param removedNodes nodes that only the first has
     * @param changedNodes nodes that both have
     * @param addedEdges edges that only the second has
     * @param removedEdges edges that only the first has
     * @param changedEdges edges that both have
     * @param fields the workflow's own fields
     */
    public WorkflowDiff {
        addedNodes = List.copyOf(addedNodes);
        removedNodes = List.copyOf(removedNodes);
        changedNodes = Map.copyOf(changedNodes);
        addedEdges = List.copyOf(addedEdges);
        removedEdges = List.copyOf(removedEdges);
        changedEdges = Map.copyOf(changedEdges);
        fields = List.copyOf(fields);
    }

    /**
     * A field that differs.
     *
     * @param field its name as a register, such as {@code title}, {@code position} or {@code config.text}
     * @param before what the first has, or null if it has none
     * @param after what the second has, or null if it has none
     */
    public record Change(
            String field, @Nullable Json before, @Nullable Json after) {}

    /**
     * Compares two workflows.
     *
     * @param before the first
     * @param after the second
     * @return what the second has that the first has not, and the other way round
     */
    public static WorkflowDiff between(Workflow before, Workflow after) {
        Objects.requireNonNull(before, "A workflow to start from is needed");
        Objects.requireNonNull(after, "A workflow to compare with is needed");
        Map<NodeId, List<Change>> nodes = new TreeMap<>();
        for (Node node : after.nodes()) {
            Optional<Node> old = before.node(node.id());
            old.map(each -> changes(registers(each), registers(node)))
                    .filter(each -> !each.isEmpty())
                    .ifPresent(each -> nodes.put(node.id(), each));
        }
        Map<EdgeId, List<Change>> edges = new TreeMap<>();
        for (Edge edge : after.edges()) {
            Optional<Edge> old = before.edge(edge.id());
            old.map(each -> changes(registers(each), registers(edge)))
                    .filter(each -> !each.isEmpty())
                    .ifPresent(each -> edges.put(edge.id(), each));
        }
        return new WorkflowDiff(
                after.nodes().stream()
                        .filter(each -> before.node(each.id()).isEmpty())
                        .toList(),
                before.nodes().stream()
                        .filter(each -> after.node(each.id()).isEmpty())
                        .toList(),
                nodes,
                after.edges().stream()
                        .filter(each -> before.edge(each.id()).isEmpty())
                        .toList(),
                before.edges().stream()
                        .filter(each -> after.edge(each.id()).isEmpty())
                        .toList(),
                edges,
                changes(registers(before), registers(after)));
    }

    /**
     * Whether nothing differs.
     *
     * @return true if there is no difference
     */
    public boolean isEmpty() {
        return addedNodes.isEmpty()
                && removedNodes.isEmpty()
                && changedNodes.isEmpty()
                && addedEdges.isEmpty()
                && removedEdges.isEmpty()
                && changedEdges.isEmpty()
                && fields.isEmpty();
    }

    private static EntityWrites registers(Node node) {
        return NodeRegisters.birth(node, "");
    }

    private static EntityWrites registers(Edge edge) {
        return EdgeRegisters.birth(edge);
    }

    private static EntityWrites registers(Workflow workflow) {
        EntityWrites.Builder own = EntityWrites.to(EntityKey.of(workflow.id()))
                .set(RegisterNames.NAME, Json.of(workflow.name()))
                .set(RegisterNames.VIEWPORT, WorkflowRegisters.viewport(workflow.viewport()));
        workflow.ext().forEach((key, value) -> own.set(RegisterNames.EXT_PREFIX + key, value));
        return own.build();
    }

    private static List<Change> changes(EntityWrites before, EntityWrites after) {
        Map<String, Json> old = new TreeMap<>();
        before.forEach((field, value) -> {
            if (value != null) {
                old.put(field, value);
            }
        });
        List<Change> changes = new ArrayList<>();
        after.forEach((field, value) -> {
            Json had = old.remove(field);
            if (!Objects.equals(had, value)) {
                changes.add(new Change(field, had, value));
            }
        });
        old.forEach((field, had) -> changes.add(new Change(field, had, null)));
        return changes;
    }
}
