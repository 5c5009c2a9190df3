package dev.weftwork.examples.mvstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.StorageAdapter;
import dev.weftwork.spi.StorageException;
import dev.weftwork.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the contract suite cannot know: files. */
final class MvStoreFileTest {
    @TempDir
    Path directory;

    @Test
    void graphIsThereAfterReopening() {
        Path file = directory.resolve("graphs.mv");
        NodeId node = NodeId.random();
        WorkflowId id;
        try (Store store = Store.builder().storage(MvStoreStorage.at(file)).open()) {
            id = store.createWorkflow("Poster").id();
            store.edit(id, draft -> draft.addNode(node, "prompt", it -> it.title("Idea")))
                    .awaitDurable();
        }

        try (Store store = Store.builder().storage(MvStoreStorage.at(file)).open()) {
            assertThat(store.workflow(id).node(node).orElseThrow().title()).isEqualTo("Idea");
        }
    }

    @Test
    void fileInUseIsRefused() throws IOException {
        Path file = directory.resolve("graphs.mv");
        try (StorageAdapter second = MvStoreStorage.at(file)) {
            try (StorageAdapter first = MvStoreStorage.at(file)) {
                assertThat(first.append(0, "entry")).isTrue();
                assertRefused(second, StorageException.Kind.LOCKED);
            }
            assertThat(second.head()).isEqualTo(1);
        }
    }

    @Test
    void anotherProgramsStoreIsRefusedAndLeftAlone() throws IOException {
        Path file = directory.resolve("theirs.mv");
        try (MVStore theirs = MVStore.open(file.toString())) {
            theirs.<String, String>openMap("theirs").put("key", "value");
        }
        byte[] before = Files.readAllBytes(file);

        try (StorageAdapter storage = MvStoreStorage.at(file)) {
            assertRefused(storage, StorageException.Kind.UNSUPPORTED);
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void damagedFileIsRefusedAndLeftAlone() throws IOException {
        Path file = directory.resolve("graphs.mv");
        byte[] noise = "no store ".repeat(2_000).getBytes(StandardCharsets.UTF_8);
        Files.write(file, noise);

        try (StorageAdapter storage = MvStoreStorage.at(file)) {
            assertRefused(storage, StorageException.Kind.CORRUPT);
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(noise);
    }

    @Test
    void whatIsNotCommittedLeavesNothingBehindHoweverLargeItIs() throws IOException {
        Path file = directory.resolve("graphs.mv");
        char[] megabyte = new char[1 << 20];
        Arrays.fill(megabyte, 'x');
        String body = new String(megabyte);
        try (StorageAdapter storage = MvStoreStorage.at(file)) {
            assertThat(storage.append(0, "entry")).isTrue();
            long before = Files.size(file);
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> storage.write(transaction -> {
                        for (int i = 0; i < 32; i++) {
                            transaction.append(body);
                        }
                        throw new IOException("given up");
                    }));

            assertThat(Files.size(file)).isEqualTo(before);
            assertThat(storage.head()).isEqualTo(1);
        }
    }

    private static void assertRefused(StorageAdapter storage, StorageException.Kind kind) {
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(storage::head)
                .matches(e -> e.kind() == kind, "is of kind " + kind);
    }
}
