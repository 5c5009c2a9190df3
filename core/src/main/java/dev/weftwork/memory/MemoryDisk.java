package dev.weftwork.memory;

import dev.weftwork.spi.StorageAdapter.WriteWork;
import dev.weftwork.spi.StorageException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a file is to other storages: it outlives the {@link MemoryStorage} objects on it, and several of them may use it
 * at once, as processes do with a file. It can be told to fail.
 *
 * <p>Any thread may call. The hooks run on the writing thread while it holds the write lock.
 */
public final class MemoryDisk {
    private final ReentrantLock writing = new ReentrantLock();
    private final Deque<Exception> failures = new ArrayDeque<>();
    private final MemoryRing ring = new MemoryRing();
    private volatile Moment moment;
    /** The last moment that somebody waited for. */
    private volatile Moment sure;

    private volatile Runnable beforeCommit = () -> {};
    private volatile Runnable afterCommit = () -> {};
    private volatile long room = Long.MAX_VALUE;

    /** An empty disk. */
    public MemoryDisk() {
        this(Moment.empty());
    }

    private MemoryDisk(Moment moment) {
        this.moment = moment;
        this.sure = moment;
    }

    /**
     * A second disk with the same content, as when somebody copies a file or keeps it as a backup. Hooks, failures and
     * frames of gestures are not copied.
     *
     * @return the copy
     */
    public MemoryDisk copy() {
        return holding(moment);
    }

    /**
     * A second disk with what would be left if the power went now: all but what was {@linkplain
     * MemoryStorage#writeLightly written lightly} since the last write that was not.
     *
     * @return the copy; hooks, failures and frames of gestures are not copied
     */
    public MemoryDisk afterPowerLoss() {
        return holding(sure);
    }

    private static MemoryDisk holding(Moment moment) {
        return new MemoryDisk(moment.with(moment.log().unshared()));
    }

    /**
     * Makes the next writes and appends fail, one after the other, before they do anything.
     *
     * @param times how many
     * @param failure what each throws
     */
    public void failWrites(int times, IOException failure) {
        enqueue(times, failure);
    }

    /**
     * Makes the next writes and appends fail, one after the other, before they do anything.
     *
     * @param times how many
     * @param failure what each throws
     */
    public void failWrites(int times, StorageException failure) {
        enqueue(times, failure);
    }

    /**
     * Lets the disk become full. A statement that takes more than is left fails with {@code FULL}, and its transaction
     * with it. What is pruned or replaced gives nothing back; call this again to have space again.
     *
     * @param characters how many may still be written; {@link Long#MAX_VALUE} for as many as there are
     */
    public void roomFor(long characters) {
        room = characters;
    }

    /**
     * Runs something when a write or append has done its work and not committed yet. What it throws models a death at
     * that moment: nothing was written.
     *
     * @param hook what to run from now on
     */
    public void beforeCommit(Runnable hook) {
        beforeCommit = hook;
    }

    /**
     * Runs something when a write or append has committed and not returned yet. What it throws models a death at that
     * moment: everything was written, and the caller does not know.
     *
     * @param hook what to run from now on
     */
    public void afterCommit(Runnable hook) {
        afterCommit = hook;
    }

    Moment moment() {
        return moment;
    }

    MemoryRing ring() {
        return ring;
    }

    <T extends @Nullable Object> T write(WriteWork<T> work) throws IOException {
        return write(work, true);
    }

    <T extends @Nullable Object> T writeLightly(WriteWork<T> work) throws IOException {
        return write(work, false);
    }

    private <T extends @Nullable Object> T write(WriteWork<T> work, boolean waited) throws IOException {
        if (writing.isHeldByCurrentThread()) {
            throw new IllegalStateException("A callback of write must not call the adapter; use its transaction");
        }
        writing.lock();
        long before = room;
        MemoryWrite transaction = new MemoryWrite(moment, before);
        try {
            throwIfToldTo();
            T result = work.run(transaction);
            long taken = transaction.taken();
            beforeCommit.run();
            moment = transaction.moment();
            sure = waited ? moment : sure;
            if (before != Long.MAX_VALUE) {
                room = before - taken;
            }
            afterCommit.run();
            return result;
        } finally {
            transaction.end();
            writing.unlock();
        }
    }

    private void enqueue(int times, Exception failure) {
        synchronized (failures) {
            for (int i = 0; i < times; i++) {
                failures.add(failure);
            }
        }
    }

    private void throwIfToldTo() throws IOException {
        Exception failure;
        synchronized (failures) {
            failure = failures.poll();
        }
        if (failure instanceof IOException later) {
            throw later;
        }
        if (failure instanceof StorageException permanent) {
            throw permanent;
        }
    }
}
