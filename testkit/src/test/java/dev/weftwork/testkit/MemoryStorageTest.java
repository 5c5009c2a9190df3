package dev.weftwork.testkit;

import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.spi.StorageAdapter;

final class MemoryStorageTest extends StorageAdapterContract {
    private final MemoryDisk disk = new MemoryDisk();

    @Override
    public StorageAdapter open() {
        return MemoryStorage.on(disk);
    }
}
