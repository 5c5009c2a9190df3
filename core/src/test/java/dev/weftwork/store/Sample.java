package dev.weftwork.store;

import dev.weftwork.graph.Edge;
import dev.weftwork.graph.EdgeId;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Point;
import dev.weftwork.graph.Result;
import dev.weftwork.graph.Viewport;
import dev.weftwork.graph.WorkflowId;

/** A workflow of three nodes and two edges in which every field is in use. */
final class Sample {
    static final WorkflowId POSTER = WorkflowId.of("poster");
    static final NodeId IDEA = NodeId.of("idea");
    static final NodeId IMAGE = NodeId.of("image");
    static final NodeId GROUP = NodeId.of("group");
    static final EdgeId FIRST = EdgeId.of("e1");
    static final EdgeId SECOND = EdgeId.of("e2");

    private Sample() {}

    static Commit create(Store store) {
        return store.createWorkflow(POSTER, "Poster", Sample::fill);
    }

    static void fill(WorkflowDraft draft) {
        draft.viewport(new Viewport(1.5, -2, 0.75));
        draft.ext("tags", Json.parse("[ 1.0, {\"b\":2,\"a\":1} ]"));
        draft.addNode(GROUP, "group", node -> node.title("All").sized(640, 480).order("a"));
        draft.addNode(
                IDEA,
                "prompt",
                node -> node.title("Idea")
                        .at(40, 40)
                        .parent(GROUP)
                        .order("b")
                        .config("text", "a red fox")
                        .config("seed", Json.parse("123456789012345678901234567890"))
                        .ext("color", Json.of("red")));
        draft.addNode(IMAGE, "image", node -> node.title("Render").at(320, 40).result(Result.done("fox.png")));
        draft.addEdge(Edge.of(FIRST, IDEA, IMAGE).withHandles("out", "prompt").withType("flow"));
        draft.addEdge(Edge.of(SECOND, GROUP, IMAGE).withOrder("c").withExt("animated", Json.TRUE));
    }

    static Node node(Store store, NodeId id) {
        return store.workflow(POSTER).node(id).orElseThrow();
    }

    static String title(Store store, NodeId id) {
        return node(store, id).title();
    }

    static Commit title(Store store, NodeId id, String title) {
        return store.edit(POSTER, draft -> draft.updateNode(id, node -> node.title(title)));
    }

    static Commit move(Store store, NodeId id, double x) {
        return store.updateNodeDimensions(POSTER, id, new Point(x, 0), null);
    }
}
