package dev.weftwork.examples;

// What lies between the two marks is the README's hello world, word for word.
// begin
import dev.weftwork.graph.Edge;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Workflow;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.sqlite.SqliteStorage;
import dev.weftwork.store.Commit;
import dev.weftwork.store.Store;
import java.nio.file.Path;

public final class HelloGraph {
    public static void main(String[] args) {
        Path file = Path.of(args.length > 0 ? args[0] : "hello.db");
        WorkflowId poster;

        try (Store store = Store.builder().storage(SqliteStorage.at(file)).open()) {
            poster = store.createWorkflow("Poster").id();
            NodeId idea = NodeId.random();
            NodeId image = NodeId.random();
            // One edit: all of it, or nothing.
            Commit commit = store.edit(poster, draft -> {
                draft.addNode(idea, "prompt", node -> node.title("Idea").at(40, 40));
                draft.addNode(image, "image", node -> node.title("Render").at(320, 40));
                draft.connect(idea, "out", image, "prompt");
            });
            commit.awaitDurable(); // It is on disk now, whatever dies.
        }

        try (Store store = Store.builder().storage(SqliteStorage.at(file)).open()) {
            Workflow graph = store.workflow(poster);
            System.out.println(graph.name() + ": " + graph.nodeCount() + " nodes");
            for (Edge edge : graph.edges()) {
                String source = graph.node(edge.source()).orElseThrow().title();
                String target = graph.node(edge.target()).orElseThrow().title();
                System.out.println(source + " -> " + target);
            }
        }
    }
}
// end
