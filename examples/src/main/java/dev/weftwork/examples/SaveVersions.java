package dev.weftwork.examples;

import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.store.Store;
import dev.weftwork.store.history.Versions;
import dev.weftwork.version.SavedVersion;
import dev.weftwork.version.WorkflowDiff;
import java.util.ArrayList;
import java.util.List;

/** A workflow is saved by name, compared with what it was, and brought back; going back can be taken back, too. */
public final class SaveVersions {
    private static final NodeId IDEA = NodeId.of("idea");

    private SaveVersions() {}

    /**
     * Runs it.
     *
     * @param args nothing
     */
    public static void main(String[] args) {
        run().forEach(System.out::println);
    }

    static List<String> run() {
        List<String> told = new ArrayList<>();
        try (Store store = Store.builder().storage(MemoryStorage.create()).open()) {
            WorkflowId poster = store.createWorkflow("Poster").id();
            store.edit(poster, draft -> draft.addNode(IDEA, "prompt", node -> node.title("A red fox")));
            Versions versions = store.versions(poster);
            SavedVersion first =
                    versions.save("Ann", "Before the client saw it").version();

            store.edit(poster, draft -> draft.updateNode(IDEA, node -> node.title("A blue fox")));
            versions.save("Ann", "As the client wants it");

            WorkflowDiff diff = versions.diff(first, versions.list().get(1)).orElseThrow();
            told.add("Changed: " + diff.changedNodes().get(IDEA));

            versions.rollback(first, "Ann");
            told.add("Back to " + title(store, poster));
            store.history(poster).undo();
            told.add("And again " + title(store, poster));
            versions.list().forEach(each -> told.add(each.number() + " " + each.note()));
        }
        return told;
    }

    private static String title(Store store, WorkflowId poster) {
        return store.workflow(poster).node(IDEA).orElseThrow().title();
    }
}
