package dev.weftwork.testkit;

import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.spi.StorageAdapter;
import java.util.Optional;

final class MemoryStorageTest extends StorageAdapterContract {
    private final MemoryDisk disk = new MemoryDisk();

    @Override
    public StorageAdapter open() {
        return MemoryStorage.on(disk);
    }

    @Override
    public Optional<StorageAdapter> openSmall() {
        disk.roomFor(3_000_000);
        return Optional.of(open());
    }
}
