package dev.weftwork.memory;

import dev.weftwork.spi.StorageAdapter;
import dev.weftwork.spi.StorageDescription;
import dev.weftwork.spi.StorageException;
import dev.weftwork.spi.StorageException.Kind;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Storage in memory: for tests, and for hosts that want nothing on disk. Everything is gone with its {@link MemoryDisk}.
 *
 * <p>A read sees one moment because moments never change; it waits for nobody. Any thread may call; writers take turns.
 * Using it after {@link #close()} throws a {@link StorageException} of kind {@code LOCKED}.
 */
public final class MemoryStorage implements StorageAdapter {
    private final MemoryDisk disk;
    private volatile boolean closed;

    private MemoryStorage(MemoryDisk disk) {
        this.disk = disk;
    }

    /**
     * Storage on a disk of its own.
     *
     * @return the storage, open
     */
    public static MemoryStorage create() {
        return on(new MemoryDisk());
    }

    /**
     * Storage on a disk, perhaps beside others.
     *
     * @param disk the disk
     * @return the storage, open
     */
    public static MemoryStorage on(MemoryDisk disk) {
        return new MemoryStorage(disk);
    }

    @Override
    public StorageDescription description() {
        checkOpen();
        return new StorageDescription("memory", "memory", true, false, true, List.of());
    }

    @Override
    public <T extends @Nullable Object> T read(ReadWork<T> work) throws IOException {
        checkOpen();
        MemoryRead transaction = new MemoryRead(disk.moment());
        try {
            return work.run(transaction);
        } finally {
            transaction.end();
        }
    }

    @Override
    public <T extends @Nullable Object> T write(WriteWork<T> work) throws IOException {
        checkOpen();
        return disk.write(work);
    }

    @Override
    public long head() {
        checkOpen();
        return disk.moment().log().head();
    }

    @Override
    public void compact() {
        checkOpen();
    }

    @Override
    public void close() {
        closed = true;
    }

    private void checkOpen() {
        if (closed) {
            throw new StorageException(Kind.LOCKED, "The storage in memory was closed", "Make another on its disk");
        }
    }
}
