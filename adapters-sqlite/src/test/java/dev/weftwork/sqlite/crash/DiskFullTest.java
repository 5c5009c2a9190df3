package dev.weftwork.sqlite.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.spi.StorageAdapter;
import dev.weftwork.spi.StorageException;
import dev.weftwork.sqlite.SmallDisk;
import dev.weftwork.sqlite.SqliteStorage;
import dev.weftwork.store.Commit;
import dev.weftwork.store.Store;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that becomes full in the middle of a run, and has space again. */
final class DiskFullTest {
    private static final WorkflowId WORKFLOW = WorkflowId.of("workflow");
    private static final NodeId NODE = NodeId.of("node");
    private static final String KILOBYTE = "0123456789abcdef".repeat(64);
    private static final int BALLAST_BYTES = 12 << 20;
    private static final int BOUND = 20_000;
    /** Longer than the store ever waits between two tries. */
    private static final Duration RETRY = Duration.ofSeconds(6);

    @TempDir
    private Path temp;

    private final ManualScheduler scheduler = new ManualScheduler(Specimens.LATER);
    private final List<Commit> commits = new ArrayList<>();
    private final List<Integer> durable = new ArrayList<>();

    @BeforeEach
    void found() throws SQLException {
        try (Store store = open(SqliteStorage.at(file()))) {
            store.createWorkflow(WORKFLOW, "Workflow", draft -> draft.addNode(NODE, "note", node -> {}));
        }
        run(
                "CREATE TABLE ballast(bytes BLOB)",
                "INSERT INTO ballast VALUES (zeroblob(" + BALLAST_BYTES + "))",
                // A process that has read nothing yet, so that folding gives no space back.
                "INSERT INTO kv VALUES ('process/sleeper', '0 " + Specimens.LATER * 2 + "')");
    }

    @Test
    void whatWasEditedWhileTheDiskWasFullIsDurableInOrderOnceThereIsSpace() throws SQLException {
        try (Store store = open(almostFull(8))) {
            fill(store);
            int written = durable.size();
            for (int i = 0; i < 50; i++) {
                edit(store, "in memory");
            }
            scheduler.advance(RETRY);
            assertThat(durable).hasSize(written);
            assertThat(store.oplog().unsaved()).hasSize(commits.size() - written);
            assertThat(value(store)).isEqualTo(text(commits.size() - 1, "in memory"));

            run("DELETE FROM ballast");
            scheduler.advance(RETRY);
            assertThat(durable)
                    .isEqualTo(IntStream.range(0, commits.size()).boxed().toList());
            assertThat(store.oplog().unsaved()).isEmpty();
        }
        reopensWithEveryEdit();
    }

    @Test
    void overTheBoundAnEditIsRefusedAndNothingIsLost() throws SQLException {
        try (Store store = open(almostFull(8))) {
            fill(store);
            int unsaved = store.oplog().unsaved().size();
            for (int i = unsaved; i < BOUND; i++) {
                edit(store, "");
            }
            long version = store.workflow(WORKFLOW).version();
            StorageException refusal = catchThrowableOfType(StorageException.class, () -> edit(store, "one too many"));
            assertThat(refusal.kind()).isEqualTo(StorageException.Kind.FULL);
            assertThat(value(store)).isEqualTo(text(commits.size() - 1, ""));
            assertThat(store.workflow(WORKFLOW).version()).isEqualTo(version);

            run("DELETE FROM ballast");
            edit(store, "there is space again");
            store.flush();
            scheduler.runUntilIdle();
            assertThat(durable).hasSize(commits.size()).isSorted();
        }
        reopensWithEveryEdit();
    }

    @Test
    void aStoreThatCannotFoldForLackOfSpaceClosesAndHasItAllInItsLog() throws SQLException {
        int nodes = 200;
        // There is room for the log and not for as much in rows.
        try (Store store = open(almostFull(110))) {
            for (int i = 0; i < nodes; i++) {
                NodeId id = NodeId.of("node-" + i);
                store.edit(WORKFLOW, draft -> draft.addNode(id, "note", node -> node.config("text", KILOBYTE)));
            }
            store.flush();
        }
        assertThat(ask("SELECT count(*) FROM nodes")).as("rows of nodes").isEqualTo("1");
        run("DELETE FROM ballast");
        try (Store store = open(SqliteStorage.at(file()))) {
            assertThat(store.workflow(WORKFLOW).nodeCount()).isEqualTo(nodes + 1);
        }
        checkFile();
    }

    @Test
    void closingWithUnsavedEditsSaysHowManyAreLost() throws SQLException {
        Store store = open(almostFull(8));
        fill(store);
        int written = durable.size();
        edit(store, "lost");
        StorageException failure = catchThrowableOfType(StorageException.class, store::close);
        assertThat(failure.kind()).isEqualTo(StorageException.Kind.FULL);
        assertThat(failure).hasMessageContaining((commits.size() - written) + " edits could not be written");
        scheduler.runUntilIdle();
        assertThat(commits.get(commits.size() - 1).durable())
                .as("what waits for an edit that is lost")
                .isCompletedExceptionally();

        run("DELETE FROM ballast");
        try (Store again = open(SqliteStorage.at(file()))) {
            assertThat(value(again)).isEqualTo(text(written - 1, KILOBYTE));
        }
        checkFile();
    }

    @Test
    void aStoreOnAFullDiskMovesToAnotherWithEverythingThatWaits() throws SQLException {
        Path other = temp.resolve("elsewhere").resolve("moved.db");
        int written;
        try (Store store = open(almostFull(8))) {
            fill(store);
            written = durable.size();
            edit(store, "waits");
            store.relocate(SqliteStorage.at(other));
            scheduler.advance(RETRY);
            assertThat(durable).hasSize(commits.size()).isSorted();
            edit(store, "elsewhere");
        }
        try (Store store = open(SqliteStorage.at(other))) {
            assertThat(value(store)).isEqualTo(text(commits.size() - 1, "elsewhere"));
        }
        run("DELETE FROM ballast");
        try (Store store = open(SqliteStorage.at(file()))) {
            assertThat(value(store)).isEqualTo(text(written - 1, KILOBYTE));
        }
        checkFile();
    }

    @Test
    void aRealFullDiskRefusesAndGoesOnWhenThereIsSpace() throws Exception {
        Path disk = temp.resolve("disk");
        try (SmallMount mount = SmallMount.at(disk, 2 << 20)) {
            Path file = disk.resolve("real.db");
            try (Store store = open(SqliteStorage.at(file))) {
                store.createWorkflow(WORKFLOW, "Workflow", draft -> draft.addNode(NODE, "note", node -> {}));
                store.flush();
                mount.fill(64 << 10);
                fill(store);
                int written = durable.size();
                edit(store, "waits");
                scheduler.advance(RETRY);
                assertThat(durable).hasSize(written);

                mount.free();
                scheduler.advance(RETRY);
                assertThat(durable).hasSize(commits.size()).isSorted();
            }
            try (Store store = open(SqliteStorage.at(file))) {
                assertThat(value(store)).isEqualTo(text(commits.size() - 1, "waits"));
            }
        }
    }

    /** Edits until the disk is full; the last edit made is the first that is not on it. */
    private void fill(Store store) {
        StorageException full = null;
        while (full == null && commits.size() < BOUND) {
            Commit commit = edit(store, KILOBYTE);
            full = catchThrowableOfType(StorageException.class, commit::awaitDurable);
            scheduler.runDue();
        }
        assertThat(full).as("the disk became full").isNotNull();
        assertThat(full.kind()).isEqualTo(StorageException.Kind.FULL);
        assertThat(durable).hasSize(commits.size() - 1);
    }

    private Commit edit(Store store, String what) {
        int number = commits.size();
        Commit commit = store.updateNodeConfig(WORKFLOW, NODE, "text", text(number, what));
        commits.add(commit);
        commit.durable().thenRun(() -> durable.add(number));
        return commit;
    }

    private static String text(int number, String what) {
        return number + " " + what;
    }

    private static String value(Store store) {
        return store.workflow(WORKFLOW)
                .node(NODE)
                .orElseThrow()
                .config()
                .get("text")
                .asString();
    }

    private void reopensWithEveryEdit() throws SQLException {
        try (Store store = open(SqliteStorage.at(file()))) {
            assertThat(value(store)).startsWith((commits.size() - 1) + " ");
            assertThat(store.workflow(WORKFLOW).node(NODE).orElseThrow().version())
                    .isEqualTo(commits.size() + 1);
        }
        checkFile();
    }

    private void checkFile() throws SQLException {
        assertThat(ask("PRAGMA integrity_check")).isEqualTo("ok");
    }

    private StorageAdapter almostFull(int pagesLeft) throws SQLException {
        return SmallDisk.at(file(), Long.parseLong(ask("PRAGMA page_count")) + pagesLeft);
    }

    private String ask(String question) throws SQLException {
        try (Connection connection = Specimens.raw(file());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(question)) {
            result.next();
            return result.getString(1);
        }
    }

    private void run(String... statements) throws SQLException {
        try (Connection connection = Specimens.raw(file());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private Store open(StorageAdapter storage) {
        return Store.builder().storage(storage).scheduler(scheduler).open();
    }

    private Path file() {
        return temp.resolve("edited.db");
    }
}
