package dev.weftwork.examples.mvstore;

import dev.weftwork.spi.ReadTransaction;
import dev.weftwork.spi.StorageAdapter;
import dev.weftwork.spi.StorageDescription;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/**
 * Storage on one file of H2's MVStore, for one process at a time. Written from docs/write-an-adapter.md; an example, and
 * not tested as SQLite's is: it has no answer to a damaged file but to say so.
 *
 * <p>Making one opens nothing; the first call does. Any thread may call; writers take turns, readers wait for nobody.
 */
public final class MvStoreStorage implements StorageAdapter {
    private final Path file;
    /** Held by every call, so that closing waits for them. */
    private final ReentrantReadWriteLock inUse = new ReentrantReadWriteLock();

    private final ReentrantLock writing = new ReentrantLock();
    private final long mostBytes;
    private final Object opening = new Object();
    private final AtomicBoolean claimed = new AtomicBoolean();
    private @Nullable MvDatabase database;
    private boolean closed;

    private MvStoreStorage(Path file, long mostBytes) {
        this.file = file;
        this.mostBytes = mostBytes;
    }

    /**
     * Storage on a file, which is made when it is missing.
     *
     * @param file where
     * @return the storage, not open yet
     */
    public static MvStoreStorage at(Path file) {
        return new MvStoreStorage(file.toAbsolutePath(), Long.MAX_VALUE);
    }

    /** Storage on a file that cannot grow beyond some bytes, for tests. */
    static MvStoreStorage small(Path file, long mostBytes) {
        return new MvStoreStorage(file.toAbsolutePath(), mostBytes);
    }

    @Override
    public void claim() {
        if (!claimed.compareAndSet(false, true)) {
            throw new IllegalStateException("This storage on " + file
                    + " is another store's already; close that store, and make another storage");
        }
    }

    @Override
    public StorageDescription description() {
        synchronized (opening) {
            if (closed) {
                throw Failures.closed(file);
            }
        }
        return new StorageDescription("MVStore", file.toString(), true, true, false, List.of());
    }

    @Override
    @SuppressWarnings("NullAway") // on JDK 17 it cannot see the bound of T in a class file
    public <T extends @Nullable Object> T read(ReadWork<T> work) throws IOException {
        boolean interrupted = enter();
        try {
            return database().read(work);
        } finally {
            leave(interrupted);
        }
    }

    @Override
    public long head() throws IOException {
        return read(ReadTransaction::head);
    }

    @Override
    @SuppressWarnings("NullAway") // as above
    public <T extends @Nullable Object> T write(WriteWork<T> work) throws IOException {
        boolean interrupted = enter();
        writing.lock();
        try {
            MvDatabase open = database();
            MvWrite transaction = open.begin();
            try {
                T result = work.run(transaction);
                commit(transaction, open);
                return result;
            } finally {
                transaction.end();
            }
        } finally {
            writing.unlock();
            leave(interrupted);
        }
    }

    private void commit(MvWrite transaction, MvDatabase open) throws IOException {
        Texts changes = transaction.usable();
        if (!changes.changed()) {
            return;
        }
        long number = transaction.number(Keys.COMMITS) + 1;
        changes.set(Keys.COMMITS, Long.toString(number));
        try {
            open.commit(changes);
        } catch (MVStoreException e) {
            // MVStore gives up after a failed write. Whether this one got there is to be seen in the file.
            abandon(open);
            long found = database().read(moment -> ((MvRead) moment).number(Keys.COMMITS));
            if (found < number) {
                throw Failures.of(e, file);
            }
        }
    }

    private void abandon(MvDatabase broken) {
        synchronized (opening) {
            broken.abandon();
            database = null;
        }
    }

    private MvDatabase database() throws IOException {
        synchronized (opening) {
            if (closed) {
                throw Failures.closed(file);
            }
            MvDatabase open = database;
            if (open == null) {
                open = MvDatabase.open(file, mostBytes);
                database = open;
            }
            return open;
        }
    }

    @Override
    public void compact() throws IOException {
        boolean interrupted = enter();
        writing.lock();
        try {
            MvDatabase open = database();
            try {
                open.compact();
            } catch (MVStoreException e) {
                abandon(open);
                throw Failures.of(e, file);
            }
        } finally {
            writing.unlock();
            leave(interrupted);
        }
    }

    @Override
    public void close() throws IOException {
        requireOutside();
        inUse.writeLock().lock();
        try {
            synchronized (opening) {
                closed = true;
                MvDatabase open = database;
                database = null;
                if (open != null) {
                    open.close();
                }
            }
        } finally {
            inUse.writeLock().unlock();
        }
    }

    /** Takes an interrupt away for a while: else Java would close the file as soon as this thread used it. */
    private boolean enter() {
        requireOutside();
        inUse.readLock().lock();
        return Thread.interrupted();
    }

    private void leave(boolean interrupted) {
        inUse.readLock().unlock();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void requireOutside() {
        if (inUse.getReadHoldCount() > 0) {
            throw new IllegalStateException("A callback must not call the adapter; use its transaction");
        }
    }
}
