package dev.weftwork.store;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.Presence;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.graph.Edge;
import dev.weftwork.graph.EdgeId;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Workflow;
import dev.weftwork.graph.WorkflowId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners what changed: after it is applied, in order, with no lock held, on the listeners' executor. A listener
 * that throws is reported and hurts nobody. Safe for use by many threads.
 */
final class Announcer {
    private static final Logger LOG = LoggerFactory.getLogger(Store.class);

    /** Lists in here never change but are replaced, so that a change is told to those who were there when it was made. */
    private final Map<WorkflowId, List<Place<WorkflowChange>>> byWorkflow = new ConcurrentHashMap<>();

    private final AtomicReference<List<Place<WorkflowChange>>> forAll = new AtomicReference<>(List.of());
    private final AtomicReference<List<Place<Applied>>> items = new AtomicReference<>(List.of());
    private final List<Tap> taps = new CopyOnWriteArrayList<>();
    private final Hovering hovering = new Hovering();
    private volatile Landing landing = (ops, here) -> {};
    private final Executor executor;
    private final Supplier<Processes> processes;
    private final Runnable onFailure;

    /** One subscription of a listener; others of the same listener are apart. */
    private static final class Place<T> {
        private final Consumer<T> listener;
        private volatile boolean open = true;

        Place(Consumer<T> listener) {
            this.listener = Objects.requireNonNull(listener, "A listener is needed; it is told of changes");
        }

        void close() {
            open = false;
        }
    }

    /** A change before anybody has looked at it. */
    record Applied(GraphState before, GraphState after, List<Op> ops, WorkflowChange.Origin origin) {}

    Announcer(Executor executor, Supplier<Processes> processes, Runnable onFailure) {
        this.executor = executor;
        this.processes = processes;
        this.onFailure = onFailure;
    }

    Subscription observe(WorkflowId id, Consumer<WorkflowChange> listener) {
        Place<WorkflowChange> place = new Place<>(listener);
        byWorkflow.merge(id, List.of(place), Announcer::plus);
        return () -> {
            place.close();
            byWorkflow.computeIfPresent(id, (key, places) -> {
                List<Place<WorkflowChange>> left = minus(places, place);
                return left.isEmpty() ? null : left;
            });
        };
    }

    Subscription observeAll(Consumer<WorkflowChange> listener) {
        return add(new Place<>(listener), forAll);
    }

    private static <T> Subscription add(Place<T> place, AtomicReference<List<Place<T>>> places) {
        places.updateAndGet(some -> plus(some, List.of(place)));
        return () -> {
            place.close();
            places.updateAndGet(some -> minus(some, place));
        };
    }

    private static <T> List<T> plus(List<T> some, List<T> more) {
        if (some.isEmpty() || more.isEmpty()) {
            return some.isEmpty() ? more : some;
        }
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private static <T> List<T> minus(List<T> some, T one) {
        return some.stream().filter(each -> !each.equals(one)).toList();
    }

    private record Tap(Consumer<Applied> listener, BooleanSupplier awake) {}

    /**
     * Adds a part of the store itself that takes every change at once, with the lock held, and so must be quick; as long
     * as it is awake it wants to hear of every graph.
     */
    void tap(Consumer<Applied> listener, BooleanSupplier awake) {
        taps.add(new Tap(listener, awake));
    }

    /** Whether somebody wants to hear of every graph, be it loaded or not. */
    boolean hearsOfAll() {
        return !forAll.get().isEmpty() || taps.stream().anyMatch(tap -> tap.awake.getAsBoolean());
    }

    Subscription observeItems(WorkflowId home, EntityKind kind, Consumer<String> listener) {
        Objects.requireNonNull(listener, "A listener is needed; it is told of items");
        Consumer<Applied> tap = applied -> {
            if (applied.after().id().equals(home)) {
                applied.ops().stream()
                        .flatMap(op -> op.writes().stream())
                        .filter(writes -> writes.key().kind().equals(kind))
                        .forEach(writes -> listener.accept(writes.key().id()));
            }
        };
        return add(new Place<>(tap), items);
    }

    /** Runs a task after the changes so far have been told. */
    void later(Runnable task) {
        hand(() -> guard(task, task));
    }

    /** Whether anybody listens to a graph. */
    boolean isHeard(WorkflowId id) {
        return byWorkflow.containsKey(id) || !forAll.get().isEmpty();
    }

    /** Hears of operations, with the replica's lock held; must be quick. */
    interface Landing {
        /** Operations came in; edits of this process are here. */
        void landed(List<Op> ops, boolean here);
    }

    /** Sets who is told of every operation that comes in. */
    void onOperations(Landing listener) {
        landing = listener;
    }

    /** Shows a frame above a graph in place of the last one of its gesture; called with the replica's lock held. */
    void hover(OpId gesture, Op frame, GraphState base, WorkflowChange.Origin origin) {
        hovering.put(gesture, frame, base);
        changed(base, base, List.of(frame), origin);
    }

    /** Shows a gesture no longer; called with the replica's lock held. */
    void lift(OpId gesture, GraphState base, WorkflowChange.Origin origin) {
        if (hovering.remove(base.id(), gesture)) {
            changed(base, base, List.of(), origin);
        }
    }

    /**
     * Shows no longer those gestures that have become operations. They go with the next change, which whoever calls
     * this makes at once if there was one; called with the replica's lock held.
     */
    boolean land(WorkflowId workflow, List<Op> ops) {
        return land(workflow, ops, false);
    }

    /** The same for an edit that is made in this process. */
    void land(WorkflowId workflow, Op op) {
        land(workflow, List.of(op), true);
    }

    private boolean land(WorkflowId workflow, List<Op> ops, boolean here) {
        landing.landed(ops, here);
        boolean any = false;
        for (int i = 0; i < ops.size() && !hovering.isEmpty(); i++) {
            any |= hovering.remove(workflow, ops.get(i).id());
        }
        return any;
    }

    /** Takes a change; called with the replica's lock held, so that the order of calls is the order of changes. */
    void changed(GraphState before, GraphState after, List<Op> ops, WorkflowChange.Origin origin) {
        Hovering.Shown shown = hovering.isEmpty() ? null : hovering.show(after, ops);
        tell(
                shown == null
                        ? new Applied(before, after, ops, origin)
                        : new Applied(shown.before(), shown.after(), shown.ops(), origin));
    }

    /** Some nodes show otherwise by who is there alone; called with the replica's lock held. */
    void shown(GraphState state, Presence before, Presence now, Set<NodeId> nodes) {
        List<Place<WorkflowChange>> places = plus(byWorkflow.getOrDefault(state.id(), List.of()), forAll.get());
        GraphState seen = hovering.over(state);
        hand(() -> {
            WorkflowChange change = new WorkflowChange(
                    seen.view(before), seen.view(now), nodes, Set.of(), false, WorkflowChange.Origin.OTHER_PROCESS);
            places.forEach(place -> call(place, change));
        });
    }

    private void tell(Applied applied) {
        GraphState after = applied.after();
        taps.forEach(tap -> guard(() -> tap.listener.accept(applied), tap.listener));
        // collections are kept in a graph, which is no workflow to anybody else
        boolean own = after.id().equals(Collections.HOME);
        List<Place<Applied>> forItems = own ? items.get() : List.of();
        List<Place<WorkflowChange>> places =
                plus(byWorkflow.getOrDefault(after.id(), List.of()), own ? List.of() : forAll.get());
        if (!forItems.isEmpty() || !places.isEmpty()) {
            hand(() -> deliver(applied, forItems, places));
        }
    }

    /** An executor that takes nothing any more must not make the edit fail, which is applied by now. */
    private void hand(Runnable task) {
        guard(() -> executor.execute(task), executor);
    }

    private void deliver(Applied applied, List<Place<Applied>> forItems, List<Place<WorkflowChange>> places) {
        forItems.forEach(place -> call(place, applied));
        if (!places.isEmpty()) {
            WorkflowChange change = change(applied);
            places.forEach(place -> call(place, change));
        }
    }

    private <T> void call(Place<T> place, T argument) {
        if (place.open) {
            guard(() -> place.listener.accept(argument), place.listener);
        }
    }

    private void guard(Runnable task, Object culprit) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            onFailure.run();
            LOG.atError()
                    .addKeyValue("listener", culprit.getClass().getName())
                    .setCause(e)
                    .log("A listener failed");
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
