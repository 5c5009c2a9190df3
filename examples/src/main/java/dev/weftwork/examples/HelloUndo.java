package dev.weftwork.examples;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Workflow;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.sqlite.SqliteStorage;
import dev.weftwork.store.Store;
import dev.weftwork.store.Subscription;
import dev.weftwork.store.history.History;
import dev.weftwork.store.history.UndoGroup;
import dev.weftwork.store.history.UndoOptions;
import dev.weftwork.store.history.UndoResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Undo and redo of an editor: what is typed is one step, a command of several edits is one step, and others' work stays. */
@SuppressWarnings("try") // a group and a subscription are there to be closed
public final class HelloUndo {
    private static final WorkflowId POSTER = WorkflowId.of("poster");
    private static final NodeId IDEA = NodeId.of("idea");
    private static final NodeId IMAGE = NodeId.of("image");

    private HelloUndo() {}

    /**
     * Runs the example.
     *
     * @param args the file, or nothing for {@code undo.db}
     */
    public static void main(String[] args) {
        Path file = Path.of(args.length > 0 ? args[0] : "undo.db");
        UndoOptions options = UndoOptions.DEFAULT.withSteps(200).mergingWithin(Duration.ofMinutes(1));
        try (Store store =
                Store.builder().storage(SqliteStorage.at(file)).undo(options).open()) {
            store.createWorkflow(
                    POSTER,
                    "Poster",
                    draft -> draft.addNode(IDEA, "prompt", node -> node.title("Idea"))
                            .addNode(IMAGE, "image", node -> node.title("Render"))
                            .connect(IDEA, "out", IMAGE, "prompt"));
            History history = store.history(POSTER);
            try (Subscription buttons = history.observe(state -> {
                /* undoButton.setEnabled(state.canUndo()); redoButton.setEnabled(state.canRedo()); */
            })) {
                typeAndTakeBack(store, history);
                removeAndTakeBack(store, history);
                besideSomebodyElse(store, file, history);
            }
        }
    }

    private static void typeAndTakeBack(Store store, History history) {
        for (String typed : new String[] {"a", "a f", "a fo", "a fox"}) {
            store.updateNodeConfig(POSTER, IDEA, "text", typed);
        }
        System.out.println("Typed " + text(store) + " in " + history.state().undoSteps() + " step");
        history.undo();
        System.out.println("Taken back: " + text(store));
        history.redo();
        System.out.println("Done again: " + text(store));
    }

    private static void removeAndTakeBack(Store store, History history) {
        try (UndoGroup group = history.group()) {
            store.edit(POSTER, draft -> draft.removeNode(IMAGE));
            store.renameWorkflow(POSTER, "Text only");
        }
        show("Removed", store);
        history.undo();
        show("Taken back", store);
    }

    private static void besideSomebodyElse(Store store, Path file, History history) {
        store.edit(
                        POSTER,
                        draft -> draft.updateNode(
                                IDEA, node -> node.title("Mine").at(80, 80)))
                .awaitDurable();
        CompletableFuture<String> theirs = new CompletableFuture<>();
        try (Subscription titles = store.observe(POSTER, change -> theirs.complete(title(store)));
                Store other = Store.builder().storage(SqliteStorage.at(file)).open()) {
            other.edit(POSTER, draft -> draft.updateNode(IDEA, node -> node.title("Theirs")));
            other.flush();
            System.out.println("Another window wrote: " + theirs.join());
        }
        if (history.undo() instanceof UndoResult.Done done) {
            Node idea = store.workflow(POSTER).node(IDEA).orElseThrow();
            System.out.println("Left as it is: " + done.skipped().get(0).register() + ", which is " + idea.title());
            System.out.println("Taken back: the place, which is " + idea.position());
        }
    }

    private static String title(Store store) {
        return store.workflow(POSTER).node(IDEA).orElseThrow().title();
    }

    private static String text(Store store) {
        Json text = store.workflow(POSTER).node(IDEA).orElseThrow().config("text");
        return text == null ? "nothing" : text.text();
    }

    private static void show(String when, Store store) {
        Workflow poster = store.workflow(POSTER);
        System.out.println(when + ": " + poster.name() + ", " + poster.nodeCount() + " nodes, "
                + poster.edges().size() + " edges");
    }
}
