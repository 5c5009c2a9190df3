package dev.weftwork.memory;

import dev.weftwork.spi.FrameRing;
import dev.weftwork.spi.StorageAdapter;
import dev.weftwork.spi.StorageDescription;
import dev.weftwork.spi.StorageException;
import dev.weftwork.spi.StorageException.Kind;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Storage in memory: for tests, and for hosts that want nothing on disk. Everything is gone with its {@link MemoryDisk}.
 *
 * <p>A read sees one moment because moments never change; it waits for nobody. Any thread may call; writers take turns.
 * Closing waits for callbacks that run. Using it after {@link #close()} throws a {@link StorageException} of kind {@code
 * LOCKED}.
 */
public final class MemoryStorage implements StorageAdapter {
    private final MemoryDisk disk;
    /** Held for reading by every call, so that closing waits for them. */
    private final ReentrantReadWriteLock inUse = new ReentrantReadWriteLock();

    private volatile boolean closed;

    private final AtomicBoolean claimed = new AtomicBoolean();

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
    public void claim() {
        if (!claimed.compareAndSet(false, true)) {
            throw new IllegalStateException("This storage in memory is another store's already; MemoryStorage.on(disk)"
                    + " makes one more on the same disk");
        }
    }

    @Override
    public StorageDescription description() {
        checkOpen();
        return new StorageDescription("memory", "memory", true, false, true, List.of());
    }

    @Override
    public <T extends @Nullable Object> T read(ReadWork<T> work) throws IOException {
        enter();
        MemoryRead transaction = new MemoryRead(disk.moment());
        try {
            return work.run(transaction);
        } finally {
            transaction.end();
            inUse.readLock().unlock();
        }
    }

    @Override
    public <T extends @Nullable Object> T write(WriteWork<T> work) throws IOException {
        enter();
        try {
            return disk.write(work);
        } finally {
            inUse.readLock().unlock();
        }
    }

    @Override
    public <T extends @Nullable Object> T writeLightly(WriteWork<T> work) throws IOException {
        enter();
        try {
            return disk.writeLightly(work);
        } finally {
            inUse.readLock().unlock();
        }
    }

    @Override
    public long head() {
        enter();
        try {
            return disk.moment().log().head();
        } finally {
            inUse.readLock().unlock();
        }
    }

    @Override
    public Optional<FrameRing> frames() {
        checkOpen();
        return Optional.of(new Ring());
    }

    /** The disk's ring, as long as this storage is open. */
    private final class Ring implements FrameRing {
        @Override
        public void put(String frame) {
            checkOpen();
            disk.ring().put(frame);
        }

        @Override
        public long read(long seen, Consumer<String> visitor) {
            checkOpen();
            return disk.ring().read(seen, visitor);
        }
    }

    @Override
    public void compact() {
        requireOutside();
        checkOpen();
    }

    @Override
    public boolean scrub() {
        requireOutside();
        checkOpen();
        return true;
    }

    @Override
    public void close() {
        requireOutside();
        closed = true;
        inUse.writeLock().lock();
        try {
            // nobody is inside any more, and nobody comes in
        } finally {
            inUse.writeLock().unlock();
        }
    }

    private void enter() {
        requireOutside();
        checkOpen();
        // never waits behind somebody who closes: this caller may be what a callback under way is waiting for
        if (!inUse.readLock().tryLock()) {
            throw closed();
        }
        if (closed) {
            inUse.readLock().unlock();
            throw closed();
        }
    }

    private void requireOutside() {
        if (inUse.getReadHoldCount() > 0) {
            throw new IllegalStateException("A callback must not call the adapter; use its transaction");
        }
    }

    private void checkOpen() {
        if (closed) {
            throw closed();
        }
    }

    private static StorageException closed() {
        return new StorageException(Kind.LOCKED, "The storage in memory was closed", "Make another on its disk");
    }
}
