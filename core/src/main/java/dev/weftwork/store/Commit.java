package dev.weftwork.store;

import dev.weftwork.change.OpId;
import dev.weftwork.spi.StorageException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One edit on its way: it is in memory already; this tells when it is on disk and what the server said. Safe for use by
 * many threads.
 */
public interface Commit {
    /**
     * The operation that the edit became.
     *
     * @return its id, or empty if the edit changed nothing
     */
    Optional<OpId> op();

    /**
     * Completes when the edit is on disk. While the disk is full or busy the edit is kept and tried again, and this
     * waits; it fails with {@link StorageException} only when the storage is beyond use. The future is the caller's own:
     * completing it hurts nobody. It completes on the store's callback executor.
     *
     * @return a future
     */
    CompletableFuture<Void> durable();

    /**
     * Completes when the authority has spoken. In a store that syncs with nobody that is when the edit is on disk.
     *
     * @return a future of the caller's own
     */
    CompletableFuture<SyncOutcome> synced();

    /**
     * Waits until the edit is on disk. The calling thread does the write itself if nobody else is at it, so this is the
     * fastest way to have one edit durable.
     *
     * @throws StorageException if the storage does not take it now; unless it is beyond use, the edit stays in memory
     *     and is tried again
     */
    void awaitDurable();
}
