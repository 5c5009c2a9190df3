package dev.weftwork.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.spi.StorageException;
import dev.weftwork.spi.StorageException.Kind;
import dev.weftwork.store.Commit;
import dev.weftwork.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that loses its name while a store has it open takes nothing with it that was acknowledged afterwards. */
final class VanishedFileTest {
    private static final WorkflowId POSTER = WorkflowId.of("poster");

    @TempDir
    Path directory;

    private final ManualScheduler time = new ManualScheduler();
    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("studio.db");
    }

    @Test
    void anEditIntoADeletedFileIsNotAcknowledged() throws IOException {
        Store store = open();
        delete("", "-wal", "-shm");

        Commit commit = add(store, "late");

        gone(commit::awaitDurable, "studio.db was deleted or moved");
        assertThat(commit.durable()).isCompletedExceptionally();
        assertThat(store.oplog().unsaved()).hasSize(1);
        gone(() -> add(store, "later"), "takes no more edits");
        gone(store::close, "studio.db");
        assertThat(file).doesNotExist();
    }

    @Test
    void anEditWhoseLogWasDeletedIsNotAcknowledged() throws IOException {
        Store store = open();
        delete("-wal");

        gone(() -> add(store, "late").awaitDurable(), "studio.db-wal was deleted or moved");
        gone(store::close, "studio.db");
    }

    @Test
    void aFileThatTookThePlaceIsLeftAlone() throws IOException {
        Path other = directory.resolve("other.db");
        try (Store elsewhere = Store.builder().storage(SqliteStorage.at(other)).open()) {
            elsewhere.createWorkflow("Another");
        }
        byte[] before = Files.readAllBytes(other);
        Store store = open();
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);

        gone(() -> add(store, "late").awaitDurable(), "studio.db was replaced by another file");
        gone(store::close, "studio.db");

        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void aStoreThatOnlyReadsNoticesByItself() throws IOException {
        Store store = open();
        delete("", "-wal", "-shm");

        time.advance(Duration.ofMillis(100));

        gone(() -> add(store, "late"), "takes no more edits");
        store.close();
        assertThat(file).doesNotExist();
    }

    @Test
    void relocationTakesEverythingAlong() throws IOException {
        Store store = open();
        delete("", "-wal", "-shm");
        Commit refused = add(store, "late");
        gone(refused::awaitDurable, "studio.db");
        Path safe = directory.resolve("safe.db");

        store.relocate(SqliteStorage.at(safe));

        add(store, "after").awaitDurable();
        assertThat(store.oplog().unsaved()).isEmpty();
        assertThat(nodes(store)).containsExactly("early", "late", "after");
        store.close();
        try (Store again = Store.builder().storage(SqliteStorage.at(safe)).open()) {
            assertThat(nodes(again)).containsExactly("early", "late", "after");
            assertThat(again.workflow(POSTER).nodes())
                    .extracting(node -> node.version())
                    .containsOnly(1L);
        }
    }

    @Test
    void aRenamedDirectoryIsToldApartFromADamagedFile() throws IOException {
        Path home = Files.createDirectory(directory.resolve("home"));
        file = home.resolve("studio.db");
        Store store = open();
        Files.move(home, directory.resolve("elsewhere"));

        gone(() -> add(store, "late").awaitDurable(), "deleted or moved");
        gone(store::close, "studio.db");
    }

    private Store open() {
        Store store =
                Store.builder().storage(SqliteStorage.at(file)).scheduler(time).open();
        store.createWorkflow(POSTER, "Poster", draft -> {});
        add(store, "early").awaitDurable();
        return store;
    }

    private static Commit add(Store store, String node) {
        return store.edit(POSTER, draft -> draft.addNode(NodeId.of(node), "note", n -> n.order(order(node))));
    }

    private static String order(String node) {
        return Integer.toString(List.of("early", "late", "after").indexOf(node));
    }

    private static List<String> nodes(Store store) {
        return store.workflow(POSTER).nodes().stream()
                .map(node -> node.id().value())
                .toList();
    }

    private void delete(String... suffixes) throws IOException {
        for (String suffix : suffixes) {
            Files.delete(file.resolveSibling(file.getFileName() + suffix));
        }
    }

    private static void gone(ThrowingCallable call, String words) {
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(call)
                .withMessageContaining(words)
                .satisfies(thrown -> {
                    assertThat(thrown.kind()).isEqualTo(Kind.GONE);
                    assertThat(thrown.remedy()).contains("Relocate");
                });
    }
}
