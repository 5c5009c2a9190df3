package dev.weftwork.testkit.simulator;

import dev.weftwork.graph.Edge;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Point;
import dev.weftwork.graph.Result;
import dev.weftwork.graph.Workflow;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.store.Commit;
import dev.weftwork.store.Store;
import java.util.List;
import java.util.Optional;

/** Somebody at a device who edits whatever is there, and in a world of few things meets others all the time. */
final class Author {
    private static final List<WorkflowId> WORKFLOWS =
            List.of(WorkflowId.of("w0"), WorkflowId.of("w1"), WorkflowId.of("w2"));
    private static final int NODES = 6;

    private final Chance chance;
    private int count;

    Author(Chance chance) {
        this.chance = chance;
    }

    /** Makes one edit, if what it is about allows it. */
    Optional<Commit> edit(Store store, String name) {
        count++;
        WorkflowId id = chance.pick(WORKFLOWS);
        Optional<Workflow> workflow = store.find(id);
        if (chance.happens(0.05)) {
            return Optional.of(store.collection("files").put("f" + chance.below(3), name + count));
        }
        if (workflow.isEmpty()) {
            return Optional.of(store.createWorkflow(id, name + count, draft -> {}));
        }
        return Optional.of(change(store, workflow.get(), name + count));
    }

    private Commit change(Store store, Workflow workflow, String text) {
        NodeId node = NodeId.of("n" + chance.below(NODES));
        NodeId other = NodeId.of("n" + chance.below(NODES));
        Optional<Node> known = workflow.node(node);
        int what = chance.below(100);
        if (known.isEmpty()) {
            return store.edit(workflow.id(), draft -> draft.addNode(node, "prompt", each -> each.title(text)));
        }
        if (what < 40) {
            return store.updateNodeDimensions(workflow.id(), node, new Point(chance.below(500), count), null);
        }
        if (what < 60) {
            return store.edit(workflow.id(), draft -> draft.updateNode(node, each -> each.title(text)));
        }
        if (what < 75) {
            return store.updateNodeConfig(workflow.id(), node, "k" + chance.below(4), text);
        }
        if (what < 80) {
            return store.updateNodeResult(workflow.id(), node, Result.done(text));
        }
        if (what < 88 && workflow.node(other).isPresent()) {
            return store.edit(workflow.id(), draft -> draft.connect(node, "out", other, "in"));
        }
        return remove(store, workflow, node, text);
    }

    private Commit remove(Store store, Workflow workflow, NodeId node, String text) {
        List<Edge> edges = workflow.edges();
        if (!edges.isEmpty() && chance.happens(0.4)) {
            Edge edge = chance.pick(edges);
            return store.edit(workflow.id(), draft -> draft.removeEdge(edge.id()));
        }
        if (chance.happens(0.5)) {
            return store.edit(workflow.id(), draft -> draft.removeNode(node));
        }
        return chance.happens(0.1) ? store.removeWorkflow(workflow.id()) : store.renameWorkflow(workflow.id(), text);
    }
}
