package dev.weftwork.testkit.simulator;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.OpId;
import dev.weftwork.graph.Edge;
import dev.weftwork.graph.EdgeId;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Point;
import dev.weftwork.graph.Result;
import dev.weftwork.graph.Size;
import dev.weftwork.graph.Viewport;
import dev.weftwork.graph.Workflow;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.store.Commit;
import dev.weftwork.store.Conflict;
import dev.weftwork.store.Gesture;
import dev.weftwork.store.Oplog;
import dev.weftwork.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Somebody at a device who edits whatever is there, and in a world of few things meets others all the time. */
final class Author {
    private static final List<WorkflowId> WORKFLOWS =
            List.of(WorkflowId.of("w0"), WorkflowId.of("w1"), WorkflowId.of("w2"));
    private static final int NODES = 6;

    private final Chance chance;
    private final Consumer<OpId> retried;
    private int count;
    private @Nullable Undo undo;

    /**
     * Somebody.
     *
     * @param chance decides what is edited
     * @param retried hears of operations that were refused and go on under another name
     */
    Author(Chance chance, Consumer<OpId> retried) {
        this.chance = chance;
        this.retried = retried;
    }

    /** How to take an edit back: what to write, and over which edit only. */
    private record Undo(
            WorkflowId workflow,
            EntityKey key,
            String field,
            @Nullable Json value,
            OpId over) {}

    /** Makes one edit, if what it is about allows it. */
    Optional<Commit> edit(Store store, String name, boolean newer) {
        count++;
        String text = name + count;
        WorkflowId id = chance.pick(WORKFLOWS);
        Optional<Workflow> workflow = store.find(id);
        int what = chance.below(100);
        if (what < 5) {
            return Optional.of(collect(store, text));
        }
        if (what < 8) {
            return tidy(store, text);
        }
        if (workflow.isEmpty()) {
            return Optional.of(store.createWorkflow(id, text, draft -> {}));
        }
        if (what < 14) {
            return takeBack(store);
        }
        return Optional.of(newer && what < 20 ? writeNewThings(store, id, text) : change(store, workflow.get(), text));
    }

    private Commit collect(Store store, String text) {
        String id = "f" + chance.below(3);
        return chance.happens(0.2)
                ? store.collection("files").remove(id)
                : store.collection(chance.happens(0.5) ? "files" : "preferences")
                        .put(id, text);
    }

    /** Sees to what the server refused, and to conflicts that are open. */
    private Optional<Commit> tidy(Store store, String text) {
        List<Oplog.DeadOp> dead = store.oplog().dead();
        List<Conflict> conflicts = store.replication().conflicts();
        if (!dead.isEmpty() && chance.happens(0.7)) {
            OpId op = chance.pick(dead).op().id();
            // said before it is done, since the process may die in the middle of it
            retried.accept(op);
            return Optional.of(store.oplog().retry(op));
        }
        if (!conflicts.isEmpty()) {
            Conflict conflict = chance.pick(conflicts);
            if (conflict.open() && store.find(conflict.workflow()).isPresent()) {
                boolean life = conflict.field().equals("life");
                store.replication().settle(conflict, life ? Json.TRUE : Json.of(text));
            } else {
                store.replication().dismiss(conflict);
            }
        }
        return Optional.empty();
    }

    private Optional<Commit> takeBack(Store store) {
        Undo last = undo;
        undo = null;
        if (last == null || store.find(last.workflow).isEmpty()) {
            return Optional.empty();
        }
        EntityWrites writes = EntityWrites.to(last.key)
                .setOver(last.field, last.value, last.over)
                .build();
        return Optional.of(store.oplog().append(last.workflow, List.of(writes)));
    }

    /** Writes what older versions do not know and must pass on. */
    private Commit writeNewThings(Store store, WorkflowId id, String text) {
        EntityKey key = chance.happens(0.5)
                ? new EntityKey(EntityKind.of("sticker"), "s" + chance.below(3))
                : new EntityKey(EntityKind.NODE, "n" + chance.below(NODES));
        EntityWrites writes =
                EntityWrites.to(key).set("ext.glow", Json.of(text)).build();
        return store.oplog().append(id, List.of(writes));
    }

    private Commit change(Store store, Workflow workflow, String text) {
        NodeId node = NodeId.of("n" + chance.below(NODES));
        NodeId other = NodeId.of("n" + chance.below(NODES));
        Optional<Node> known = workflow.node(node);
        int what = chance.below(100);
        if (known.isEmpty()) {
            return store.edit(workflow.id(), draft -> draft.addNode(node, "prompt", each -> each.title(text)));
        }
        if (what < 30) {
            Point place = new Point(chance.below(500), count);
            return store.updateNodeDimensions(workflow.id(), node, place, what < 5 ? new Size(count, 20) : null);
        }
        if (what < 38) {
            return drag(store, workflow.id(), node);
        }
        if (what < 55) {
            Commit commit = store.edit(workflow.id(), draft -> draft.updateNode(node, each -> each.title(text)));
            remember(workflow.id(), node, "title", Json.of(known.get().title()), commit);
            return commit;
        }
        if (what < 70) {
            String key = "k" + chance.below(4);
            return store.updateNodeConfig(workflow.id(), node, key, chance.happens(0.9) ? text : null);
        }
        if (what < 75) {
            return store.updateNodeResult(workflow.id(), node, Result.done(text));
        }
        if (what < 82) {
            return replace(store, workflow, known.get(), text);
        }
        if (what < 89 && workflow.node(other).isPresent()) {
            // connect(…) would take an id that does not follow from the seed
            Edge edge = Edge.of(EdgeId.of(text), node, other).withHandles("out", "in");
            return store.edit(workflow.id(), draft -> draft.addEdge(edge));
        }
        return remove(store, workflow, node, text);
    }

    /** A gesture of some frames, which now and then comes to nothing. */
    private Commit drag(Store store, WorkflowId workflow, NodeId node) {
        Gesture gesture = store.gesture(workflow);
        for (int i = 0; i < 3; i++) {
            int x = chance.below(500);
            gesture.frame(draft -> draft.moveNode(node, x, count));
        }
        if (chance.happens(0.1)) {
            gesture.cancel();
            return store.setViewport(workflow, new Viewport(count, count, 1));
        }
        return gesture.commit();
    }

    /** Hands over whole lists, as hosts do that keep their own. */
    private Commit replace(Store store, Workflow workflow, Node node, String text) {
        if (chance.happens(0.4)) {
            List<Edge> edges = new ArrayList<>(workflow.edges());
            if (!edges.isEmpty()) {
                edges.remove(chance.below(edges.size()));
            }
            return store.setEdges(workflow, edges);
        }
        List<Node> nodes = new ArrayList<>(workflow.nodes());
        nodes.replaceAll(each ->
                each.id().equals(node.id()) ? each.toBuilder().title(text).build() : each);
        if (chance.happens(0.3)) {
            nodes.remove(chance.below(nodes.size()));
        }
        return store.setNodes(workflow, nodes);
    }

    private Commit remove(Store store, Workflow workflow, NodeId node, String text) {
        List<Edge> edges = workflow.edges();
        if (!edges.isEmpty() && chance.happens(0.4)) {
            Edge edge = chance.pick(edges);
            return store.edit(workflow.id(), draft -> draft.removeEdge(edge.id()));
        }
        if (chance.happens(0.5)) {
            Commit commit = store.edit(workflow.id(), draft -> draft.removeNode(node));
            remember(workflow.id(), node, "life", Json.TRUE, commit);
            return commit;
        }
        return chance.happens(0.1) ? store.removeWorkflow(workflow.id()) : store.renameWorkflow(workflow.id(), text);
    }

    private void remember(WorkflowId workflow, NodeId node, String field, @Nullable Json before, Commit commit) {
        commit.op().ifPresent(op -> {
            undo = new Undo(workflow, new EntityKey(EntityKind.NODE, node.value()), field, before, op);
        });
    }
}
