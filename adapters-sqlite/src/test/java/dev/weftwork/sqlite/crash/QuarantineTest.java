package dev.weftwork.sqlite.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weftwork.spi.StorageException;
import dev.weftwork.sqlite.SqliteStorage;
import dev.weftwork.store.Store;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged database is set aside once, and nobody's fresh one after it. */
final class QuarantineTest {
    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void make() {
        file = directory.resolve("studio.db");
        try (Store store = Store.builder().storage(SqliteStorage.at(file)).open()) {
            store.createWorkflow(PeerProcess.WORKFLOW, "Shared", draft -> draft.addNode(PeerProcess.NODE, "b", n -> {}))
                    .awaitDurable();
        }
    }

    @Test
    void aDatabaseThatAnotherProcessHasOpenStaysUntilThatIsOver() throws Exception {
        Child other = Child.start(PeerProcess.class, directory, List.of(file.toString(), "false"));
        try {
            other.await(1, "open"::equals);

            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> SqliteStorage.quarantine(file))
                    .withMessageContaining("open in another process")
                    .matches(e -> e.kind() == StorageException.Kind.LOCKED);
            assertThat(Files.exists(directory.resolve("studio.db.quarantined-1")))
                    .isFalse();
        } finally {
            other.kill();
        }

        Path aside = SqliteStorage.quarantine(file);
        assertThat(aside).exists();
        assertThat(file).doesNotExist();
    }

    @Test
    void whatIsNotThereIsSaidToBeMissing() throws Exception {
        Path aside = SqliteStorage.quarantine(file);

        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> SqliteStorage.quarantine(file));
        assertThat(aside).exists();
    }
}
