package dev.weftwork.sqlite;

import dev.weftwork.spi.StorageAdapter;
import dev.weftwork.testkit.StorageAdapterContract;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

final class SqliteStorageTest extends StorageAdapterContract {
    @TempDir
    Path directory;

    @Override
    public StorageAdapter open() {
        return SqliteStorage.at(directory.resolve("studio.db"));
    }

    @Override
    public Optional<StorageAdapter> openSmall() {
        return Optional.of(SmallDisk.at(directory.resolve("small.db"), 1_000));
    }
}
