package dev.weftwork.examples;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.secret.EncryptionKey;
import dev.weftwork.secret.Sealer;
import dev.weftwork.secret.SecretFields;
import dev.weftwork.secret.SecretKeys;
import dev.weftwork.sqlite.SqliteStorage;
import dev.weftwork.store.Protection;
import dev.weftwork.store.Store;
import java.nio.file.Path;
import java.security.SecureRandom;

/** An API key that lay in a workflow in plaintext is made a secret; later the key that encrypts it is changed. */
public final class HelloSecrets {
    private static final WorkflowId POSTER = WorkflowId.of("poster");
    private static final NodeId RENDER = NodeId.of("render");
    private static final SecretFields FIELDS = SecretFields.of("config.apiKey", "config.token@http");

    private HelloSecrets() {}

    /**
     * Runs the example.
     *
     * @param args the file, or none
     */
    public static void main(String[] args) {
        Path file = Path.of(args.length > 0 ? args[0] : "secrets.db");
        EncryptionKey first = newKey("2026-10");
        EncryptionKey second = newKey("2026-11");

        // Once, nobody thought of it.
        try (Store store = Store.builder().storage(SqliteStorage.at(file)).open()) {
            store.createWorkflow(
                    POSTER,
                    "Poster",
                    draft -> draft.addNode(
                            RENDER, "image", node -> node.title("Render").config("apiKey", "sk-1234567890")));
        }

        // Now the field is marked. What lies there is encrypted, and nothing of it stays in the file.
        try (Store store = open(file, SecretKeys.of(first))) {
            Protection protection = store.secrets().protect();
            System.out.println("Encrypted: " + protection.encrypted() + ", complete: " + protection.complete());
            Json setting = store.workflow(POSTER).node(RENDER).orElseThrow().config("apiKey");
            System.out.println("The graph holds an envelope: " + (setting != null && Sealer.isSealed(setting)));
        }

        // A new key for new values; the old one stays until nothing needs it.
        try (Store store = open(file, SecretKeys.of(second, first))) {
            System.out.println(store.secrets().rotate());
            System.out.println("The runner calls with " + apiKey(store));
        }

        // Who has no key keeps the envelope and cannot open it.
        try (Store store = Store.builder().storage(SqliteStorage.at(file)).open()) {
            System.out.println(store.secrets().reveal(POSTER, RENDER, "apiKey").kind());
        }
    }

    private static Store open(Path file, SecretKeys keys) {
        return Store.builder()
                .storage(SqliteStorage.at(file))
                .secrets(Sealer.of(FIELDS, keys))
                .open();
    }

    /** The one place that needs the value asks for it by name. */
    private static String apiKey(Store store) {
        return store.secrets()
                .reveal(POSTER, RENDER, "apiKey")
                .value()
                .orElseThrow(() -> new IllegalStateException("Enter the API key of 'Render' once more"))
                .asString();
    }

    /** A real program keeps its keys in the keychain of the operating system. */
    private static EncryptionKey newKey(String id) {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return EncryptionKey.of(id, bytes);
    }
}
