package org.example;

import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.sqlite.SqliteStorage;
import dev.weftwork.store.Store;
import java.nio.file.Path;

/** A program that keeps its graphs with Weftwork: each run adds one step to one workflow. */
public final class Studio {
    private static final WorkflowId DIARY = WorkflowId.of("diary");

    private Studio() {}

    /** Adds a step and gives how many there are now. */
    static int addStep(Path file, String title) {
        try (Store store = Store.builder().storage(SqliteStorage.at(file)).open()) {
            if (store.find(DIARY).isEmpty()) {
                store.createWorkflow(DIARY, "Diary", draft -> {});
            }
            store.edit(DIARY, draft -> draft.addNode(NodeId.random(), "note", node -> node.title(title)))
                    .awaitDurable();
            return store.workflow(DIARY).nodeCount();
        }
    }

    public static void main(String[] args) {
        Path file = Path.of(args.length > 0 ? args[0] : "studio.db");
        System.out.println(addStep(file, "Started") + " steps in " + file);
    }
}
