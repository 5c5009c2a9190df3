package dev.weftwork.examples;

import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.http.HttpRemote;
import dev.weftwork.sqlite.SqliteStorage;
import dev.weftwork.store.Store;
import dev.weftwork.sync.SyncEngine;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** A process that edits and is told to end right after, before anything would be sent by itself. */
final class EndingApp {
    private EndingApp() {}

    /**
     * Takes the store's file, the server's address, the token, whether to end by itself, and whether to sync first, which
     * takes a server that answers.
     */
    public static void main(String[] args) throws InterruptedException {
        Store store =
                Store.builder().storage(SqliteStorage.at(Path.of(args[0]))).open();
        boolean syncsFirst = Boolean.parseBoolean(args[4]);
        // no machine is so slow that it takes longer to send an edit; a silent server is waited for all that time
        Duration farewell = syncsFirst ? Duration.ofMinutes(3) : Duration.ofSeconds(2);
        SyncEngine engine = SyncEngine.builder(store)
                .remote(HttpRemote.at(URI.create(args[1]), () -> args[2]))
                .options(options -> options.withPatience(options.patience(), farewell)
                        .withDebounce(Duration.ofHours(1))
                        .withInterval(Duration.ofHours(1))
                        .withLive(false))
                .start();
        if (syncsFirst) {
            engine.syncNow().join();
        }
        WorkflowId poster = WorkflowId.of("poster");
        if (store.find(poster).isEmpty()) {
            store.createWorkflow(poster, "Poster", draft -> {});
        }
        store.edit(poster, draft -> draft.addNode(NodeId.random(), "prompt", node -> node.title("the last edit")));
        if (Boolean.parseBoolean(args[3])) {
            System.exit(0);
        }
        System.out.println("edited");
        Thread.currentThread().join();
    }
}
