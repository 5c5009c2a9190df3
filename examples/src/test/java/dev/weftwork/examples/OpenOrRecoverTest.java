package dev.weftwork.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Workflow;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.sqlite.SqliteStorage;
import dev.weftwork.store.RecoveryReport;
import dev.weftwork.store.Store;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OpenOrRecoverTest {
    private static final WorkflowId POSTER = WorkflowId.of("poster");
    private static final int NODES = 5_000;

    @TempDir
    Path directory;

    private final List<RecoveryReport> reports = new ArrayList<>();
    private Path file;

    @BeforeEach
    void fill() {
        file = directory.resolve("studio.db");
        try (Store store = Store.builder().storage(SqliteStorage.at(file)).open()) {
            store.createWorkflow(POSTER, "Poster", draft -> {
                for (int i = 0; i < NODES; i++) {
                    draft.addNode(NodeId.of("n" + i), "step", node -> node.title("Step"));
                }
            });
        }
    }

    @Test
    void wholeFileIsJustOpened() throws IOException {
        try (Store store = OpenOrRecover.open(file, reports::add)) {
            assertThat(store.workflow(POSTER).nodeCount()).isEqualTo(NODES);
        }
        assertThat(reports).isEmpty();
    }

    @Test
    void whatCanBeReadOfADamagedFileIsThereAndTheRestIsNamed() throws IOException {
        try (RandomAccessFile damaged = new RandomAccessFile(file.toFile(), "rw")) {
            damaged.setLength(damaged.length() / 2);
        }

        try (Store store = OpenOrRecover.open(file, reports::add)) {
            Workflow poster = store.workflow(POSTER);
            assertThat(poster.nodeCount()).isPositive().isLessThan(NODES);
            assertThat(poster.nodes()).allMatch(node -> node.title().equals("Step"));
            store.renameWorkflow(POSTER, "Poster, recovered").awaitDurable();
        }

        assertThat(reports).hasSize(1);
        assertThat(reports.get(0).complete()).isFalse();
        assertThat(Files.exists(directory.resolve("studio.db.quarantined-1"))).isTrue();
    }

    @Test
    void wholeFileIsRecoveredWhole() throws IOException {
        try (Store store = OpenOrRecover.recover(file, reports::add)) {
            assertThat(store.workflow(POSTER).nodeCount()).isEqualTo(NODES);
        }
        assertThat(reports).hasSize(1);
        assertThat(reports.get(0).sentences()).hasSize(1);
    }
}
