package dev.weftwork.store;

import dev.weftwork.spi.StorageException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a store from running to closed. Whatever fails, the storage is let go of. Used once. */
final class Closing {
    private static final Logger LOG = LoggerFactory.getLogger(Store.class);

    private final Journal journal;
    private final Replica replica;
    private final Folder folder;
    private final Processes processes;
    private final boolean writable;
    private @Nullable StorageException failure;

    Closing(Journal journal, Replica replica, Folder folder, Processes processes) {
        this.journal = journal;
        this.replica = replica;
        this.folder = folder;
        this.processes = processes;
        this.writable = journal.writable();
    }

    @Nullable StorageException run(Runnable afterDrain) {
        drain();
        // listeners run here, so no lock is held
        afterDrain.run();
        journal.enter();
        try {
            drain();
            if (writable && failure == null && !journal.isBroken()) {
                folder.fold();
                leave();
            }
            letGo();
            journal.close(failure);
        } finally {
            journal.lock.unlock();
        }
        return failure;
    }

    private void drain() {
        failure = null;
        if (queued() == 0) {
            return;
        }
        try {
            journal.drain();
        } catch (StorageException e) {
            failure = new StorageException(
                    e.kind(),
                    queued() + " edits could not be written when the store closed: " + e.getMessage(),
                    e.remedy() + "; oplog().unsaved() lists them",
                    e);
        }
    }

    private int queued() {
        replica.lock.lock();
        try {
            return replica.queue.size();
        } finally {
            replica.lock.unlock();
        }
    }

    /** Leaving late costs other processes nothing but a longer log, so a failure here is only told. */
    private void leave() {
        try {
            journal.storage().writeLightly(transaction -> {
                processes.leave(transaction);
                return null;
            });
            journal.storage().compact();
        } catch (IOException | StorageException e) {
            LOG.atWarn().setCause(e).log("The store was closed without tidying up: {}", e.getMessage());
        }
    }

    private void letGo() {
        try {
            journal.storage().close();
        } catch (IOException | StorageException e) {
            if (failure != null) {
                failure.addSuppressed(e);
                return;
            }
            failure = new StorageException(
                    e instanceof StorageException known ? known.kind() : StorageException.Kind.IO,
                    "The storage reported a failure when it was closed: " + e.getMessage(),
                    "What was durable still is; check the disk",
                    e);
        }
    }
}
