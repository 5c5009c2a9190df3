package dev.weftwork.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A workflow as it is to be run: the graph of one moment, which no later edit changes, and the order in which its nodes
 * can run. A node can run once every node has run from which an edge leads to it.
 *
 * <p>Only edges count. A group is a node without edges like any other, and how a loop repeats what is in it is the
 * runner's. What earlier runs left in the nodes is there as well; the results of this run go to the store as edits.
 *
 * <p>Immutable; safe for use by many threads. It is worked out when it is made, once through nodes and edges.
 */
public final class ExecutionSnapshot {
    private final Workflow workflow;
    private final List<List<Node>> stages;
    private final List<Node> stuck;
    private final Map<NodeId, List<Edge>> incoming;
    private final Map<NodeId, List<Edge>> outgoing;

    private ExecutionSnapshot(
            Workflow workflow,
            List<List<Node>> stages,
            List<Node> stuck,
            Map<NodeId, List<Edge>> incoming,
            Map<NodeId, List<Edge>> outgoing) {
        this.workflow = workflow;
        this.stages = stages;
        this.stuck = stuck;
        this.incoming = incoming;
        this.outgoing = outgoing;
    }

    /**
     * Works out how a graph is to be run.
     *
     * @param workflow the graph
     * @return the snapshot
     */
    public static ExecutionSnapshot of(Workflow workflow) {
        Objects.requireNonNull(workflow, "A workflow is needed; it is what is to be run");
        Map<NodeId, List<Edge>> incoming = new HashMap<>();
        Map<NodeId, List<Edge>> outgoing = new HashMap<>();
        for (Edge edge : workflow.edges()) {
            incoming.computeIfAbsent(edge.target(), id -> new ArrayList<>()).add(edge);
            outgoing.computeIfAbsent(edge.source(), id -> new ArrayList<>()).add(edge);
        }
        incoming.replaceAll((id, edges) -> List.copyOf(edges));
        outgoing.replaceAll((id, edges) -> List.copyOf(edges));
        Map<NodeId, Node> left = new LinkedHashMap<>();
        workflow.nodes().forEach(node -> left.put(node.id(), node));
        List<List<Node>> stages = stages(left, incoming, outgoing);
        return new ExecutionSnapshot(
                workflow, List.copyOf(stages), List.copyOf(left.values()), Map.copyOf(incoming), Map.copyOf(outgoing));
    }

    /** Takes node after node out of those that are left; what stays is in a circle or behind one. */
    private static List<List<Node>> stages(
            Map<NodeId, Node> left, Map<NodeId, List<Edge>> incoming, Map<NodeId, List<Edge>> outgoing) {
        Map<NodeId, Integer> awaited = new HashMap<>();
        incoming.forEach((id, edges) -> awaited.put(id, edges.size()));
        Deque<Node> ready = new ArrayDeque<>();
        left.values().stream().filter(node -> !awaited.containsKey(node.id())).forEach(ready::add);
        List<List<Node>> stages = new ArrayList<>();
        while (!ready.isEmpty()) {
            List<Node> stage = List.copyOf(ready);
            ready.clear();
            stages.add(stage);
            for (Node node : stage) {
                left.remove(node.id());
                for (Edge edge : outgoing.getOrDefault(node.id(), List.of())) {
                    Node next = left.get(edge.target());
                    if (next != null && awaited.merge(next.id(), -1, Integer::sum) == 0) {
                        ready.add(next);
                    }
                }
            }
        }
        return stages;
    }

    /**
     * The graph.
     *
     * @return what it was when this was made
     */
    public Workflow workflow() {
        return workflow;
    }

    /**
     * The nodes in stages: those of one can run side by side once all earlier stages have.
     *
     * @return the stages, in order; without what can never run
     */
    public List<List<Node>> stages() {
        return stages;
    }

    /**
     * The nodes one after the other, none before one that it waits for.
     *
     * @return the nodes; without what can never run
     */
    public List<Node> order() {
        return stages.stream().flatMap(List::stream).toList();
    }

    /**
     * The nodes that can never run, since they wait in a circle or for such a one.
     *
     * @return the nodes; empty if all can run
     */
    public List<Node> stuck() {
        return stuck;
    }

    /**
     * What a node waits for.
     *
     * @param node its name
     * @return the edges that lead to it; empty for an unknown node
     */
    public List<Edge> incoming(NodeId node) {
        return incoming.getOrDefault(required(node), List.of());
    }

    /**
     * What waits for a node.
     *
     * @param node its name
     * @return the edges that leave it; empty for an unknown node
     */
    public List<Edge> outgoing(NodeId node) {
        return outgoing.getOrDefault(required(node), List.of());
    }

    private static NodeId required(NodeId node) {
        return Objects.requireNonNull(node, "A node is needed; NodeId.of(…) makes an id of a name");
    }

    @Override
    public String toString() {
        return "Execution of workflow '" + workflow.id() + "' in " + stages.size() + " stages";
    }
}
