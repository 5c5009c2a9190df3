package dev.weftwork.examples.mvstore;

import dev.weftwork.spi.StorageAdapter;
import dev.weftwork.testkit.StorageAdapterContract;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

final class MvStoreStorageTest extends StorageAdapterContract {
    @TempDir
    Path directory;

    @Override
    public StorageAdapter open() {
        return MvStoreStorage.at(directory.resolve("graphs.mv"));
    }

    @Override
    public Optional<StorageAdapter> openSmall() {
        return Optional.of(MvStoreStorage.small(directory.resolve("small.mv"), 4 << 20));
    }
}
