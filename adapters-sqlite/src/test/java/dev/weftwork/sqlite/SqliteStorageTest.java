package dev.weftwork.sqlite;

import dev.weftwork.spi.StorageAdapter;
import dev.weftwork.testkit.StorageAdapterContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

final class SqliteStorageTest extends StorageAdapterContract {
    @TempDir
    Path directory;

    @Override
    public StorageAdapter open() {
        // on a slow disk the turns of others may take longer than anybody waits by default
        return SqliteStorage.builder(directory.resolve("studio.db"))
                .busyTimeout(Duration.ofMinutes(3))
                .build();
    }

    @Override
    public Optional<StorageAdapter> openSmall() {
        return Optional.of(SmallDisk.at(directory.resolve("small.db"), 1_000));
    }
}
