package dev.weftwork.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.secret.SecretAdmission;
import dev.weftwork.secret.SecretFields;
import dev.weftwork.server.ServerMetrics;
import dev.weftwork.server.blob.Binaries;
import dev.weftwork.server.blob.DirectoryBlobs;
import dev.weftwork.server.sqlite.SqliteServerStorage;
import dev.weftwork.wire.Limits;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One thread writes for everybody, so it does nothing but write. */
final class WorkspacesTest {
    @TempDir
    private Path directory;

    @Test
    void whatIsMadeOfAnEditIsNotMadeByTheOneThatWrites() throws Exception {
        List<Runnable> tasks = new CopyOnWriteArrayList<>();
        try (SqliteServerStorage storage = SqliteServerStorage.at(directory);
                Binaries binaries = new Binaries(
                        DirectoryBlobs.at(directory), directory.resolve("uploads"), tasks::add, () -> 1_000)) {
            Workspaces workspaces = new Workspaces(
                    storage,
                    new AdmissionClock(() -> 1_000, () -> 0),
                    new Waiters(tasks::add),
                    new ServerMetrics(),
                    new StorageQuota(1 << 20),
                    binaries,
                    SecretAdmission.refusing(SecretFields.NONE),
                    new EntityBound(Limits.MAX_OP_BYTES),
                    tasks::add);
            CompletableFuture<String> reply = workspaces
                    .edit("studio", "ada", desk -> "written")
                    .thenApply(written -> Thread.currentThread().getName());
            assertThat(storage.write("studio", writer -> true).join()).isTrue();

            assertThat(tasks).as("left to others").hasSize(1);
            assertThat(reply).isNotDone();
            tasks.get(0).run();
            assertThat(reply).isCompletedWithValue(Thread.currentThread().getName());
        }
    }
}
