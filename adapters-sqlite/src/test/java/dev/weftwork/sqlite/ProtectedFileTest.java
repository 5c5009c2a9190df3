package dev.weftwork.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.secret.EncryptionKey;
import dev.weftwork.secret.Revealed;
import dev.weftwork.secret.Sealer;
import dev.weftwork.secret.SecretFields;
import dev.weftwork.secret.SecretKeys;
import dev.weftwork.store.Store;
import dev.weftwork.testkit.Canary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A field is marked when plaintext lies in it already: it is found in the files before, and nowhere after. */
final class ProtectedFileTest {
    private static final String CANARY = "sk-\"weiße Möwe\"\\-3141";
    private static final WorkflowId POSTER = WorkflowId.of("poster");
    private static final NodeId CALL = NodeId.of("call");

    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("studio.db");
    }

    private Store plain() {
        return Store.builder().storage(SqliteStorage.at(file())).open();
    }

    private Store marked() {
        EncryptionKey key = EncryptionKey.of("key-1", new byte[32]);
        SecretFields fields = SecretFields.of("config.apiKey", "config.packed", "config.large");
        return Store.builder()
                .storage(SqliteStorage.at(file()))
                .secrets(Sealer.of(fields, SecretKeys.of(key)))
                .open();
    }

    private List<String> found() throws IOException {
        return Canary.of(CANARY).in(directory);
    }

    /** Values in rows and log, short, packed and spread over pages, and some that were overwritten or deleted since. */
    private void write(Store store) {
        store.createWorkflow(POSTER, "Poster", draft -> draft.addNode(CALL, "http", node -> {}));
        set(store, "apiKey", CANARY);
        set(
                store,
                "packed",
                Base64.getEncoder().encodeToString(("xy" + CANARY).getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        set(store, "large", (CANARY + " ").repeat(2_000));
        for (int i = 0; i < 50; i++) {
            set(store, "apiKey", CANARY + i);
        }
        NodeId gone = NodeId.of("gone");
        store.edit(POSTER, draft -> draft.addNode(gone, "http", node -> node.config("apiKey", CANARY)));
        store.edit(POSTER, draft -> draft.removeNode(gone));
    }

    private static void set(Store store, String key, String value) {
        store.updateNodeConfig(POSTER, CALL, key, value).awaitDurable();
    }

    @Test
    void nothingOfItStaysInDatabaseLogOrSharedMemory() throws IOException {
        try (Store store = plain()) {
            write(store);
            assertThat(found()).as("while the store is open").anyMatch(each -> each.startsWith("studio.db-wal: JSON"));
        }
        assertThat(found()).as("before the field is marked").anyMatch(each -> each.startsWith("studio.db: JSON"));

        try (Store store = marked()) {
            set(store, "apiKey", CANARY + " last");
            assertThat(found()).as("marked, but not protected").isNotEmpty();

            assertThat(store.secrets().protect().complete()).isTrue();

            assertThat(directory.resolve("studio.db-wal")).exists();
            assertThat(found()).as("while the store is open").isEmpty();
            set(store, "apiKey", CANARY + " later");
            assertThat(found()).as("after another edit").isEmpty();
        }
        assertThat(found()).as("when the store is closed").isEmpty();

        try (Store store = marked()) {
            assertThat(store.secrets().reveal(POSTER, CALL, "apiKey"))
                    .isEqualTo(new Revealed.Open("key-1", Json.of(CANARY + " later")));
            assertThat(store.secrets()
                            .reveal(POSTER, CALL, "large")
                            .value()
                            .orElseThrow()
                            .asString())
                    .startsWith(CANARY)
                    .hasSize((CANARY.length() + 1) * 2_000);
        }
    }

    @Test
    void aBackupAndAMoveHoldTheEnvelope() throws IOException {
        Path backup = directory.resolve("backup.db");
        Path moved = directory.resolve("moved.db");
        try (Store store = marked()) {
            write(store);
            store.flush();
            try (SqliteStorage same = SqliteStorage.at(file())) {
                same.backup(backup);
            }
            store.relocate(SqliteStorage.at(moved));
            assertThat(store.secrets().reveal(POSTER, CALL, "apiKey").kind()).isEqualTo(Revealed.Kind.OPEN);
        }

        assertThat(Files.size(backup)).isPositive();
        assertThat(Files.size(moved)).isPositive();
        assertThat(found()).isEmpty();
        List<String> enveloped = new ArrayList<>(Canary.of("{\"$enc\":{\"v\":1").in(directory));
        assertThat(enveloped)
                .anyMatch(each -> each.startsWith("backup.db"))
                .anyMatch(each -> each.startsWith("moved.db"));
    }
}
