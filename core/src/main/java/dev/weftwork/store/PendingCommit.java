package dev.weftwork.store;

import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.oplog.LoggedOp;
import dev.weftwork.spi.StorageException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** An edit in the queue. Its operation and size are guarded by the replica's lock, the rest by this object's own. */
final class PendingCommit implements Commit {
    /** How often somebody who waits for the lock looks whether that is still needed. */
    private static final Duration GLANCE = Duration.ofMillis(2);

    private final Journal journal;
    private final Slot slot;
    private long size;
    private boolean heavy;
    private final boolean guarded;
    private final OpId id;
    private Op op;
    private volatile boolean done;
    private @Nullable StorageException failure;
    private @Nullable SyncOutcome outcome;
    private @Nullable CompletableFuture<Void> durable;
    private @Nullable CompletableFuture<SyncOutcome> synced;

    PendingCommit(Journal journal, Slot slot, Op op, long size, boolean heavy) {
        this.journal = journal;
        this.slot = slot;
        this.op = op;
        this.id = op.id();
        this.size = size;
        this.heavy = heavy;
        this.guarded = op.writes().stream().anyMatch(EntityWrites::guarded);
    }

    Op operation() {
        return op;
    }

    void renumber(Op other) {
        op = other;
    }

    Slot slot() {
        return slot;
    }

    long size() {
        return size;
    }

    /** Whether large binaries may have to be taken out of it before it is written. */
    boolean heavy() {
        return heavy;
    }

    /** Goes on with what is left of the operation without its binaries. */
    void lighten(Op other, long length) {
        op = other;
        size = length;
        heavy = false;
    }

    boolean guarded() {
        return guarded;
    }

    boolean isDone() {
        return done;
    }

    @Override
    public Optional<OpId> op() {
        return Optional.of(id);
    }

    @Override
    public CompletableFuture<Void> durable() {
        CompletableFuture<Void> future;
        synchronized (this) {
            if (durable == null) {
                durable = new CompletableFuture<>();
                completeIfDone();
            }
            future = durable;
        }
        if (!done) {
            journal.hurry();
        }
        return future.copy();
    }

    @Override
    public CompletableFuture<SyncOutcome> synced() {
        CompletableFuture<SyncOutcome> future;
        synchronized (this) {
            if (synced == null) {
                synced = new CompletableFuture<>();
                completeIfDone();
            }
            future = synced;
        }
        return future.copy();
    }

    @Override
    public void awaitDurable() {
        if (!done) {
            journal.lead(this);
        }
        StorageException failed = failed();
        if (failed != null) {
            throw failed;
        }
    }

    /** Notes that the edit is on disk, and tells who waits on a thread that is neither the writer's nor a listener's. */
    void settle(LoggedOp logged, Executor callbacks) {
        LoggedOp.Admitted admitted = logged.admitted();
        SyncOutcome result = admitted == null ? null : new SyncOutcome.LocalOnly();
        boolean awaited;
        synchronized (this) {
            outcome = result;
            done = true;
            awaited = durable != null || synced != null;
        }
        if (awaited) {
            callbacks.execute(this::tell);
        }
    }

    /** Notes what the server said, and tells who waits. */
    void resolve(SyncOutcome result, Executor callbacks) {
        boolean awaited;
        synchronized (this) {
            outcome = result;
            awaited = synced != null;
        }
        if (awaited) {
            callbacks.execute(this::tell);
        }
    }

    /** Notes that the storage is beyond use. */
    void fail(StorageException why, Executor callbacks) {
        synchronized (this) {
            failure = why;
            done = true;
        }
        callbacks.execute(this::tell);
    }

    /** Goes back to waiting, since there is another storage to try. */
    synchronized void revive() {
        if (done) {
            failure = null;
            done = false;
            durable = null;
            synced = null;
        }
    }

    private void tell() {
        Runnable completion;
        synchronized (this) {
            completion = completion();
        }
        // dependents of the futures run here, so no lock is held
        completion.run();
    }

    private synchronized @Nullable StorageException failed() {
        return failure;
    }

    private void completeIfDone() {
        if (done) {
            completion().run();
        }
    }

    private Runnable completion() {
        CompletableFuture<Void> waitingForDisk = durable;
        CompletableFuture<SyncOutcome> waitingForServer = synced;
        StorageException why = failure;
        SyncOutcome result = outcome;
        return () -> {
            if (waitingForDisk != null) {
                complete(waitingForDisk, why);
            }
            if (waitingForServer != null) {
                complete(waitingForServer, result, why);
            }
        };
    }

    @SuppressWarnings("NullAway") // a future of Void has no other value than null
    private static void complete(CompletableFuture<Void> future, @Nullable StorageException why) {
        if (why == null) {
            future.complete(null);
        } else {
            future.completeExceptionally(why);
        }
    }

    private static void complete(
            CompletableFuture<SyncOutcome> future, @Nullable SyncOutcome result, @Nullable StorageException why) {
        if (why != null) {
            future.completeExceptionally(why);
        } else if (result != null) {
            future.complete(result);
        }
    }

    /**
     * Takes the lock under which it is written, unless it is settled meanwhile: whoever has settled it may go on to fold,
     * and a large fold takes a second.
     */
    boolean lockUnlessDone(ReentrantLock lock) {
        try {
            while (!isDone()) {
                if (lock.tryLock(GLANCE.toNanos(), TimeUnit.NANOSECONDS)) {
                    return true;
                }
            }
            return false;
        } catch (InterruptedException e) {
            // an interrupt is for the thread's owner; the wait goes on without it
            lock.lock();
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
