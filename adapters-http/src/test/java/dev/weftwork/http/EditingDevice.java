package dev.weftwork.http;

import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.sqlite.SqliteStorage;
import dev.weftwork.store.Commit;
import dev.weftwork.store.Store;
import dev.weftwork.store.SyncOutcome;
import dev.weftwork.sync.SyncEngine;
import dev.weftwork.sync.SyncResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A device in a process of its own: a store on a file, and an engine that syncs it. For each line that it hears it adds a
 * node, says {@code durable} and the node's id once the disk has it, and {@code synced} once the server has it.
 */
final class EditingDevice implements AutoCloseable {
    private final Store store;
    private final SyncEngine engine;

    EditingDevice(Path file, URI server, String token) {
        store = Store.builder().storage(SqliteStorage.at(file)).open();
        HttpRemote remote = HttpRemote.builder(server, () -> token)
                .timeout(Duration.ofMillis(400))
                .build();
        engine = SyncEngine.builder(store).remote(remote).start();
    }

    Store store() {
        return store;
    }

    SyncEngine engine() {
        return engine;
    }

    /** Arguments: file, server, token, workflow. */
    public static void main(String[] arguments) throws IOException {
        WorkflowId workflow = WorkflowId.of(arguments[3]);
        try (EditingDevice device = new EditingDevice(Path.of(arguments[0]), URI.create(arguments[1]), arguments[2]);
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            while (device.store.find(workflow).isEmpty()) {
                device.engine.syncNow().join();
            }
            System.out.println("ready");
            for (String title = in.readLine(); title != null; title = in.readLine()) {
                device.edit(workflow, title);
            }
        }
    }

    private void edit(WorkflowId workflow, String title) {
        NodeId id = NodeId.random();
        Commit commit = store.edit(workflow, draft -> draft.addNode(id, "prompt", node -> node.title(title)));
        commit.awaitDurable();
        System.out.println("durable " + id.value());
        commit.synced().thenAccept(outcome -> {
            if (outcome instanceof SyncOutcome.Admitted) {
                System.out.println("synced " + id.value());
            }
        });
        sync();
    }

    /**
     * Syncs until the server did its part. The engine would try again by itself, but not while a process that was killed
     * holds the right to, which is a minute.
     */
    private void sync() {
        engine.syncNow().thenAccept(result -> {
            if (result.kind() == SyncResult.Kind.FAILED) {
                CompletableFuture.delayedExecutor(10, TimeUnit.MILLISECONDS).execute(this::sync);
            }
        });
    }

    @Override
    public void close() {
        engine.close();
        store.close();
    }
}
