package dev.weftwork.store;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Op;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.graph.Edge;
import dev.weftwork.graph.EdgeId;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Workflow;
import dev.weftwork.graph.WorkflowId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners what changed: after it is applied, in order, with no lock held, on the listeners' executor. A listener
 * that throws is reported and hurts nobody. Safe for use by many threads.
 */
final class Announcer {
    private static final Logger LOG = LoggerFactory.getLogger(Store.class);

    private final Map<WorkflowId, List<Consumer<WorkflowChange>>> byWorkflow = new ConcurrentHashMap<>();
    private final List<Consumer<WorkflowChange>> forAll = new CopyOnWriteArrayList<>();
    private final List<Consumer<Applied>> items = new CopyOnWriteArrayList<>();
    private final List<Consumer<Applied>> taps = new CopyOnWriteArrayList<>();
    private final Executor executor;
    private final Supplier<Processes> processes;
    private final Runnable onFailure;

    /** A change before anybody has looked at it. */
    record Applied(GraphState before, GraphState after, List<Op> ops, WorkflowChange.Origin origin) {}

    Announcer(Executor executor, Supplier<Processes> processes, Runnable onFailure) {
        this.executor = executor;
        this.processes = processes;
        this.onFailure = onFailure;
    }

    Subscription observe(WorkflowId id, Consumer<WorkflowChange> listener) {
        byWorkflow.computeIfAbsent(id, key -> new CopyOnWriteArrayList<>()).add(listener);
        return () -> byWorkflow.computeIfPresent(id, (key, listeners) -> {
            listeners.remove(listener);
            return listeners.isEmpty() ? null : listeners;
        });
    }

    Subscription observeAll(Consumer<WorkflowChange> listener) {
        forAll.add(listener);
        return () -> forAll.remove(listener);
    }

    /** Adds a part of the store itself that takes every change at once, with the lock held, and so must be quick. */
    void tap(Consumer<Applied> listener) {
        taps.add(listener);
    }

    Subscription observeItems(WorkflowId home, EntityKind kind, Consumer<String> listener) {
        Consumer<Applied> tap = applied -> {
            if (applied.after().id().equals(home)) {
                applied.ops().stream()
                        .flatMap(op -> op.writes().stream())
                        .filter(writes -> writes.key().kind().equals(kind))
                        .forEach(writes -> listener.accept(writes.key().id()));
            }
        };
        items.add(tap);
        return () -> items.remove(tap);
    }

    /** Runs a task after the changes so far have been told. */
    void later(Runnable task) {
        executor.execute(() -> call(Runnable::run, task));
    }

    /** Takes a change; called with the replica's lock held, so that the order of calls is the order of changes. */
    void changed(GraphState before, GraphState after, List<Op> ops, WorkflowChange.Origin origin) {
        Applied applied = new Applied(before, after, ops, origin);
        taps.forEach(tap -> tap.accept(applied));
        if (items.isEmpty() && forAll.isEmpty() && !byWorkflow.containsKey(after.id())) {
            return;
        }
        executor.execute(() -> deliver(applied));
    }

    private void deliver(Applied applied) {
        items.forEach(each -> call(each, applied));
        List<Consumer<WorkflowChange>> listeners =
                byWorkflow.getOrDefault(applied.after().id(), List.of());
        if (listeners.isEmpty() && forAll.isEmpty()) {
            return;
        }
        WorkflowChange change = change(applied);
        listeners.forEach(listener -> call(listener, change));
        forAll.forEach(listener -> call(listener, change));
    }

    private <T> void call(Consumer<T> listener, T argument) {
        try {
            listener.accept(argument);
        } catch (RuntimeException | Error e) {
            onFailure.run();
            LOG.atError().addKeyValue("listener", listener.getClass().getName()).setCause(e).log("A listener failed");
        }
    }

    private WorkflowChange change(Applied applied) {
        Workflow before = applied.before().view(processes.get().presence());
        Workflow after = applied.after().view(processes.get().presence());
        Set<NodeId> nodes = new HashSet<>();
        Set<EdgeId> edges = new HashSet<>();
        boolean fields = false;
        for (Op op : applied.ops()) {
            for (EntityWrites writes : op.writes()) {
                EntityKey key = writes.key();
                fields |= key.kind().equals(EntityKind.WORKFLOW);
                if (key.kind().equals(EntityKind.EDGE)) {
                    edges.add(EdgeId.of(key.id()));
                } else if (key.kind().equals(EntityKind.NODE)) {
                    NodeId node = NodeId.of(key.id());
                    nodes.add(node);
                    if (writes.writes(RegisterNames.LIFE)) {
                        addEdges(before, node, edges);
                        addEdges(after, node, edges);
                    }
                }
            }
        }
        return new WorkflowChange(before, after, nodes, edges, fields, applied.origin());
    }

    private static void addEdges(Workflow workflow, NodeId node, Set<EdgeId> edges) {
        for (Edge edge : workflow.edgesOf(node)) {
            edges.add(edge.id());
        }
    }
}
