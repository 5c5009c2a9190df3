package dev.weftwork.testkit.simulator;

import dev.weftwork.spi.StorageAdapter;
import dev.weftwork.spi.StorageDescription;
import dev.weftwork.spi.StorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One process's hold on a disk; once the process is dead, nothing it does reaches the disk any more. */
final class MortalStorage implements StorageAdapter {
    private final StorageAdapter storage;
    private final Fate fate;
    private final boolean shared;
    private boolean dead;
    private int inside;

    MortalStorage(StorageAdapter storage, Fate fate, boolean shared) {
        this.storage = storage;
        this.fate = fate;
        this.shared = shared;
    }

    /** What becomes of the next writes to a disk, whichever process makes them. */
    static final class Fate {
        private Consumer<MortalStorage> beforeCommit = storage -> {};
        private Consumer<MortalStorage> afterCommit = storage -> {};
        private int failures;

        /** The next process that commits dies: before anything is on disk, or after everything is. */
        void beDeath(boolean before, Consumer<MortalStorage> death) {
            Consumer<MortalStorage> once = storage -> {
                beSpared();
                death.accept(storage);
                throw new Death();
            };
            if (before) {
                beforeCommit = once;
            } else {
                afterCommit = once;
            }
        }

        void beSpared() {
            beforeCommit = storage -> {};
            afterCommit = storage -> {};
        }

        void beFull(int times) {
            failures += times;
        }
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
        if (inside == 0) {
            letGo();
        }
    }

    private void letGo() {
        try {
            storage.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        checkAlive();
        StorageDescription real = storage.description();
        // where one process has a disk to itself, it need not look what others do
        return new StorageDescription(
                real.name(), real.place(), real.writable(), real.survivesPowerLoss(), shared, real.notices());
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
        return commit(work, storage::write);
    }

    @Override
    @SuppressWarnings("NullAway") // from a class file the bound of the interface's T looks narrower than it is
    public <T extends @Nullable Object> T writeLightly(WriteWork<T> work) throws IOException {
        return commit(work, storage::writeLightly);
    }

    /** How a transaction is written. */
    private interface Way<T extends @Nullable Object> {
        T write(WriteWork<T> work) throws IOException;
    }

    private <T extends @Nullable Object> T commit(WriteWork<T> work, Way<T> way) throws IOException {
        checkAlive();
        if (fate.failures > 0) {
            fate.failures--;
            throw new StorageException(StorageException.Kind.FULL, "The disk is full", "Free some space");
        }
        inside++;
        try {
            T result = way.write(transaction -> {
                T made = work.run(transaction);
                fate.beforeCommit.accept(this);
                return made;
            });
            fate.afterCommit.accept(this);
            return result;
        } finally {
            inside--;
            if (dead && inside == 0) {
                letGo();
            }
        }
    }

    @Override
    public long head() throws IOException {
        checkAlive();
        return storage.head();
    }

    @Override
    public void close() throws IOException {
        storage.close();
    }
}
