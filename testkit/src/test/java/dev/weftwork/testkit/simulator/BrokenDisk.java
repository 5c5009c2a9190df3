package dev.weftwork.testkit.simulator;

import dev.weftwork.spi.StorageAdapter;
import dev.weftwork.spi.StorageDescription;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A disk on which nobody waits for anything, though a write that has returned should survive the loss of power. */
record BrokenDisk(SimulatedDisk disk) implements SimulatedDisk {
    static SimulatedDisk waitingForNothing() {
        return new BrokenDisk(SimulatedDisk.inMemory());
    }

    @Override
    public StorageAdapter open() {
        return new Hasty(disk.open());
    }

    @Override
    public SimulatedDisk copy() {
        return new BrokenDisk(disk.copy());
    }

    @Override
    public SimulatedDisk afterPowerLoss() {
        return new BrokenDisk(disk.afterPowerLoss());
    }

    private record Hasty(StorageAdapter storage) implements StorageAdapter {
        @Override
        public StorageDescription description() {
            return storage.description();
        }

        @Override
        @SuppressWarnings("NullAway") // from a class file the bound of the interface's T looks narrower than it is
        public <T extends @Nullable Object> T read(ReadWork<T> work) throws IOException {
            return storage.read(work);
        }

        @Override
        @SuppressWarnings("NullAway") // as above
        public <T extends @Nullable Object> T write(WriteWork<T> work) throws IOException {
            return storage.writeLightly(work);
        }

        @Override
        public void claim() {
            storage.claim();
        }

        @Override
        public void close() throws IOException {
            storage.close();
        }
    }
}
