package dev.weftwork.store;

import dev.weftwork.asset.AssetOptions;
import dev.weftwork.asset.AssetStorage;
import dev.weftwork.graph.AssetHash;
import dev.weftwork.spi.StorageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Binaries that edits brought along and that are not on the disk yet. An edit never waits for the disk, so they wait here;
 * the journal puts them before it writes the edits, so that no edit on the disk refers to what is not.
 */
final class Deposits {
    private final AssetStorage assets;
    private final Queue<Deposit> waiting = new ArrayDeque<>();
    /** One at a time puts, so that whoever finds nothing waiting knows that everything is there. */
    private final ReentrantLock putting = new ReentrantLock();

    /** One binary. */
    private static final class Deposit {
        private final AssetHash hash;
        private final String mime;
        private final byte[] bytes;

        Deposit(AssetHash hash, String mime, byte[] bytes) {
            this.hash = hash;
            this.mime = mime;
            this.bytes = bytes;
        }
    }

    Deposits(AssetStorage assets) {
        this.assets = assets;
    }

    void add(AssetHash hash, String mime, byte[] bytes) {
        synchronized (waiting) {
            waiting.add(new Deposit(hash, mime, bytes));
        }
    }

    /** Puts all that waits; what fails stays, and is tried again with the edits. */
    void settle() throws IOException {
        if (next() == null) {
            return;
        }
        putting.lock();
        try {
            for (Deposit deposit = next(); deposit != null; deposit = next()) {
                put(deposit);
                synchronized (waiting) {
                    waiting.remove(deposit);
                }
            }
        } finally {
            putting.unlock();
        }
    }

    private @Nullable Deposit next() {
        synchronized (waiting) {
            return waiting.peek();
        }
    }

    private void put(Deposit deposit) throws IOException {
        try {
            Object unused = assets.put(
                    new ByteArrayInputStream(deposit.bytes),
                    AssetOptions.of(deposit.mime).expecting(deposit.hash));
        } catch (StorageException e) {
            // whatever ails the place of assets, the storage of graphs is well: edits wait and are tried again
            throw new StorageException(StorageException.Kind.IO, e.getMessage() + "", e.remedy(), e);
        }
    }
}
