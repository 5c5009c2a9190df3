package dev.weftwork.sqlite.crash;

import dev.weftwork.graph.Edge;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Result;
import dev.weftwork.graph.Viewport;
import dev.weftwork.graph.Workflow;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.store.Commit;
import dev.weftwork.store.Store;
import dev.weftwork.store.WorkflowInfo;
import java.util.List;
import java.util.Random;

/** Makes edits of every sort, the same ones for the same seed. */
final class Scribbler {
    private static final int LONG_TEXT = 6_000;

    private final Random random;
    private int made;

    Scribbler(long seed) {
        random = new Random(seed);
    }

    /** Makes one edit. */
    Commit edit(Store store) {
        made++;
        List<WorkflowInfo> workflows = store.workflows();
        if (workflows.size() < 2 || random.nextInt(12) == 0) {
            return create(store);
        }
        WorkflowId id = workflows.get(random.nextInt(workflows.size())).id();
        Workflow workflow = store.workflow(id);
        if (workflow.nodeCount() < 3) {
            return add(store, id);
        }
        return switch (random.nextInt(12)) {
            case 0, 1 -> add(store, id);
            case 2, 3 -> store.edit(id, draft -> draft.moveNode(any(workflow), number(), number()));
            case 4, 5 -> store.updateNodeConfig(id, any(workflow), "key" + random.nextInt(4), text());
            case 6 -> store.edit(id, draft -> draft.connect(any(workflow), "out", any(workflow), "in" + made));
            case 7 -> remove(store, workflow);
            case 8 -> store.setViewport(id, new Viewport(number(), number(), 1));
            case 9 -> store.updateNodeResult(id, any(workflow), Result.done(text()));
            case 10 -> store.renameWorkflow(id, "Workflow " + made);
            default -> store.collection(Dump.COLLECTION).put("file" + random.nextInt(5), text());
        };
    }

    private Commit create(Store store) {
        return store.createWorkflow(
                WorkflowId.of("w" + made),
                "Workflow " + made,
                draft -> draft.addNode(node(), "start", node -> {}).ext("made", Json.of(made)));
    }

    private Commit add(Store store, WorkflowId id) {
        return store.edit(id, draft -> {
            for (int i = random.nextInt(3); i >= 0; i--) {
                draft.addNode(
                        node(),
                        "step",
                        node -> node.title("Step").at(number(), number()).config("text", text()));
            }
        });
    }

    private Commit remove(Store store, Workflow workflow) {
        List<Edge> edges = workflow.edges();
        boolean edge = !edges.isEmpty() && random.nextBoolean();
        return store.edit(workflow.id(), draft -> {
            if (edge) {
                draft.removeEdge(edges.get(random.nextInt(edges.size())).id());
            } else {
                draft.removeNode(any(workflow));
            }
        });
    }

    private NodeId any(Workflow workflow) {
        List<Node> nodes = workflow.nodes();
        return nodes.get(random.nextInt(nodes.size())).id();
    }

    private NodeId node() {
        return NodeId.of("n" + made + "-" + random.nextInt(1_000_000));
    }

    private double number() {
        return random.nextInt(2_000);
    }

    /** Mostly short; now and then so long that it takes several pages. */
    private String text() {
        boolean long_ = random.nextInt(15) == 0;
        return ("text " + made + " äöü 漢字 ").repeat(long_ ? LONG_TEXT / 20 : 1);
    }
}
