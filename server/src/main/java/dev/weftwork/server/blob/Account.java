package dev.weftwork.server.blob;

import dev.weftwork.server.storage.BlobStorage;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/** How many bytes the finished binaries of one workspace have: listed once, then counted. Thread-safe. */
final class Account {
    private static final long UNKNOWN = -1;
    private static final long BLOCK = 4 << 10;

    private static final long MOST_WAITED_SECONDS = 1;

    private final ReentrantLock turn = new ReentrantLock();

    private final AtomicLong bytes = new AtomicLong(UNKNOWN);

    private final AtomicBoolean loading = new AtomicBoolean();

    /** Lets one at a time find out what is not known. */
    boolean beginLoading() {
        return !isKnown() && loading.compareAndSet(false, true);
    }

    void endLoading() {
        loading.set(false);
    }

    boolean isKnown() {
        return bytes.get() != UNKNOWN;
    }

    long known() {
        return Math.max(0, bytes.get());
    }

    /** Counts if that is not done; while another thread does, nobody waits for it for long. */
    long load(BlobStorage storage, String workspace) throws IOException {
        if (!isKnown()) {
            takeTurn();
            try {
                count(storage, workspace);
            } finally {
                turn.unlock();
            }
        }
        return bytes.get();
    }

    private void count(BlobStorage storage, String workspace) throws IOException {
        if (!isKnown()) {
            AtomicLong sum = new AtomicLong();
            storage.list(workspace, (hash, length) -> sum.addAndGet(counted(length)));
            bytes.set(sum.get());
        }
    }

    private void takeTurn() throws IOException {
        try {
            if (!turn.tryLock(MOST_WAITED_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("The binaries of the workspace are still being counted");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while the binaries of a workspace are counted", e);
        }
    }

    /** Counts one that came; only after it was loaded. */
    void add(long length) {
        bytes.addAndGet(counted(length));
    }

    /** Counts one that went. */
    void remove(long length) {
        bytes.addAndGet(-counted(length));
    }

    /** A file takes up a block, be it that there is hardly anything in it. */
    private static long counted(long length) {
        return Math.max(length, BLOCK);
    }
}
