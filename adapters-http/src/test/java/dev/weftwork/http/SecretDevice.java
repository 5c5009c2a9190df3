package dev.weftwork.http;

import dev.weftwork.asset.DirectoryAssets;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.secret.EncryptionKey;
import dev.weftwork.secret.Sealer;
import dev.weftwork.secret.SecretFields;
import dev.weftwork.secret.SecretKeys;
import dev.weftwork.sqlite.SqliteStorage;
import dev.weftwork.store.Store;
import dev.weftwork.store.history.History;
import dev.weftwork.store.history.UndoResult;
import dev.weftwork.sync.SyncEngine;
import dev.weftwork.sync.SyncResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A device in a process of its own with one secret setting. For each line {@code setting value} that it hears it sets
 * that, and says {@code durable} once the disk has it; at {@code sync} it syncs and says {@code synced}, at {@code undo} and
 * {@code redo} it steps back and forth, at {@code export file} it writes a package. What it is to
 * keep secret it only hears, so that no class file holds it.
 */
final class SecretDevice {
    static final WorkflowId POSTER = WorkflowId.of("poster");
    static final NodeId CALL = NodeId.of("call");

    private SecretDevice() {}

    static Store open(Path file) {
        EncryptionKey key = EncryptionKey.of("key-1", new byte[32]);
        return Store.builder()
                .storage(SqliteStorage.at(file))
                .assets(DirectoryAssets.at(file.resolveSibling("assets")))
                .secrets(Sealer.of(SecretFields.of("config.apiKey"), SecretKeys.of(key)))
                .open();
    }

    /** The same file on a device on which nothing is secret. */
    static Store unmarked(Path file) {
        return Store.builder()
                .storage(SqliteStorage.at(file))
                .assets(DirectoryAssets.at(file.resolveSibling("assets")))
                .open();
    }

    /** Arguments: file, server, token. */
    public static void main(String[] arguments) throws IOException {
        HttpRemote remote = HttpRemote.at(URI.create(arguments[1]), () -> arguments[2]);
        try (Store store = open(Path.of(arguments[0]));
                SyncEngine engine = SyncEngine.builder(store).remote(remote).start();
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            if (store.find(POSTER).isEmpty()) {
                store.createWorkflow(POSTER, "Poster", draft -> draft.addNode(CALL, "http", node -> {}));
            }
            System.out.println("ready");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                answer(line, store, engine);
            }
        }
    }

    private static void answer(String line, Store store, SyncEngine engine) throws IOException {
        if (line.equals("undo") || line.equals("redo")) {
            History history = store.history(POSTER);
            UndoResult result = line.equals("undo") ? history.undo() : history.redo();
            ((UndoResult.Done) result).commit().awaitDurable();
            System.out.println("durable");
        } else if (line.startsWith("export ")) {
            store.exportPackage(POSTER, Path.of(line.substring("export ".length())));
            System.out.println("exported");
        } else if (line.equals("sync")) {
            SyncResult result = engine.syncNow().join();
            while (result.kind() == SyncResult.Kind.FAILED) {
                result = engine.syncNow().join();
            }
            System.out.println("synced");
        } else {
            int space = line.indexOf(' ');
            store.updateNodeConfig(POSTER, CALL, line.substring(0, space), line.substring(space + 1))
                    .awaitDurable();
            System.out.println("durable");
        }
    }
}
