package dev.weftwork.testkit.simulator;

import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.spi.StorageAdapter;
import dev.weftwork.spi.StorageDescription;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One process's hold on a disk; once the process is dead, nothing it does reaches the disk any more. */
final class MortalStorage implements StorageAdapter {
    private final MemoryStorage storage;
    private boolean dead;

    MortalStorage(MemoryDisk disk) {
        storage = MemoryStorage.on(disk);
    }

    /** What is thrown where a process dies. */
    static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1;

        Death() {
            super("The process dies here");
        }
    }

    void die() {
        dead = true;
    }

    private void checkAlive() {
        if (dead) {
            throw new Death();
        }
    }

    @Override
    public void claim() {
        storage.claim();
    }

    @Override
    public StorageDescription description() {
        StorageDescription real = storage.description();
        // one process for each disk, so nobody has to look what others do
        return new StorageDescription(
                real.name(), real.place(), real.writable(), real.survivesPowerLoss(), false, real.notices());
    }

    @Override
    @SuppressWarnings("NullAway") // from a class file the bound of the interface's T looks narrower than it is
    public <T extends @Nullable Object> T read(ReadWork<T> work) throws IOException {
        checkAlive();
        return storage.read(work);
    }

    @Override
    @SuppressWarnings("NullAway") // from a class file the bound of the interface's T looks narrower than it is
    public <T extends @Nullable Object> T write(WriteWork<T> work) throws IOException {
        checkAlive();
        return storage.write(work);
    }

    @Override
    public long head() {
        checkAlive();
        return storage.head();
    }

    @Override
    public void close() {
        storage.close();
    }
}
