package dev.weftwork.server.blob;

import dev.weftwork.server.storage.BlobStorage;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** How many bytes the finished binaries of one workspace have: listed once, then counted. Thread-safe. */
final class Account {
    private static final long UNKNOWN = -1;

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

    synchronized long load(BlobStorage storage, String workspace) throws IOException {
        if (!isKnown()) {
            AtomicLong sum = new AtomicLong();
            storage.list(workspace, (hash, length) -> sum.addAndGet(length));
            bytes.set(sum.get());
        }
        return bytes.get();
    }

    /** Only after it was loaded. */
    void add(long more) {
        bytes.addAndGet(more);
    }
}
