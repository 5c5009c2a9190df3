package dev.weftwork.examples.mvstore;

import dev.weftwork.spi.StorageAdapter;
import dev.weftwork.testkit.StorageAdapterContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class MvStoreStorageTest extends StorageAdapterContract {
    @TempDir
    Path directory;

    @Override
    public StorageAdapter open() {
        return MvStoreStorage.at(directory.resolve("graphs.mv"));
    }
}
