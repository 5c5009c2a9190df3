package dev.weftwork.server.http;

import dev.weftwork.secret.SecretAdmission;
import dev.weftwork.secret.SecretFields;
import dev.weftwork.server.ServerMetrics;
import dev.weftwork.server.blob.Binaries;
import dev.weftwork.server.blob.DirectoryBlobs;
import dev.weftwork.server.sqlite.SqliteServerStorage;
import dev.weftwork.wire.Limits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Executor;

/**
 * Workspaces in a directory, as a server has them but without its HTTP side, at a time that stands still.
 *
 * @param storage where they are
 * @param binaries what is no operation
 * @param workspaces the workspaces
 */
record OpenWorkspaces(SqliteServerStorage storage, Binaries binaries, Workspaces workspaces) implements AutoCloseable {
    private static final long NOW = 1_000;

    static OpenWorkspaces in(Path directory, Executor executor) throws IOException {
        return in(directory, executor, new Waiters(executor), Limits.MAX_OP_BYTES);
    }

    static OpenWorkspaces in(Path directory, Executor executor, Waiters waiters, long mostOfOp) throws IOException {
        SqliteServerStorage storage = SqliteServerStorage.at(directory);
        Binaries binaries =
                new Binaries(DirectoryBlobs.at(directory), directory.resolve("uploads"), executor, () -> NOW);
        Workspaces workspaces = new Workspaces(
                storage,
                new AdmissionClock(() -> NOW, () -> 0),
                waiters,
                new ServerMetrics(),
                new StorageQuota(1 << 30),
                binaries,
                SecretAdmission.refusing(SecretFields.NONE),
                new EntityBound(mostOfOp),
                executor);
        return new OpenWorkspaces(storage, binaries, workspaces);
    }

    @Override
    public void close() throws IOException {
        binaries.close();
        storage.close();
    }
}
