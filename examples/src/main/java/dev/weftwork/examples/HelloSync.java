package dev.weftwork.examples;

import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Workflow;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.http.HttpRemote;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.server.Principal;
import dev.weftwork.server.Role;
import dev.weftwork.server.StaticTokens;
import dev.weftwork.server.SyncServer;
import dev.weftwork.store.Store;
import dev.weftwork.sync.SyncEngine;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** Two devices, one server: both edit while they are offline, come back, and end with the same graph. */
public final class HelloSync {
    private static final String TOKEN = "take-32-random-characters-instead";

    private HelloSync() {}

    /**
     * Runs the example.
     *
     * @param args the server's directory, or nothing for {@code hello-sync}
     * @throws IOException if the server cannot start
     */
    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args.length > 0 ? args[0] : "hello-sync");
        StaticTokens tokens = new StaticTokens().add(TOKEN, Principal.of("ada", "studio", Role.EDITOR));

        try (SyncServer server = SyncServer.builder()
                        .directory(directory)
                        .authenticator(tokens)
                        .start();
                Store laptop = Store.builder().storage(MemoryStorage.create()).open();
                Store phone = Store.builder().storage(MemoryStorage.create()).open()) {
            WorkflowId poster = laptop.createWorkflow("Poster").id();
            sync(laptop, server.address());
            sync(phone, server.address());

            // Nobody is connected now, and both go on.
            laptop.edit(poster, draft -> draft.addNode(NodeId.random(), "prompt", node -> node.title("Idea")));
            phone.edit(poster, draft -> draft.addNode(NodeId.random(), "image", node -> node.title("Render")));
            phone.renameWorkflow(poster, "Poster for the fair");

            sync(laptop, server.address());
            sync(phone, server.address());
            sync(laptop, server.address());

            Workflow graph = laptop.workflow(poster);
            System.out.println(graph.name() + ": " + graph.nodeCount() + " nodes");
            System.out.println("The same on both: " + graph.equals(phone.workflow(poster)));
        }
    }

    /** An app keeps its engine running, which syncs by itself; here it is online for one sync only. */
    private static void sync(Store store, URI server) {
        HttpRemote remote = HttpRemote.at(server, () -> TOKEN);
        try (SyncEngine engine = SyncEngine.builder(store).remote(remote).start()) {
            engine.syncNow().join();
        }
    }
}
