package dev.weftwork.store;

import dev.weftwork.schedule.Scheduler;
import dev.weftwork.spi.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes large binaries out of edits in the queue, before these are written. An edit shows its binary until that is on the
 * disk as an asset, and the reference from then on, so nobody ever sees a reference to what is not there. Decoding,
 * hashing and putting are done on a lane of their own, where no edit waits for them, and no lock is held. Safe for use by
 * many threads.
 */
final class Lightening {
    /** So much is looked at for one entry of the log. */
    private static final long MOST_SIZE = 4L << 20;

    private final Scheduler scheduler;
    private final Replica replica;
    private final Unburdening unburdening;
    /** What is under way; guarded by the replica's lock. */
    private @Nullable BinariesOut running;

    Lightening(StoreParts parts, Histories histories) {
        scheduler = parts.scheduler();
        replica = parts.replica();
        unburdening = new Unburdening(parts, histories);
    }

    /**
     * Begins to make the next edits of the queue ready, unless that is under way or the next one is ready.
     *
     * @param then is told whenever one is, or why the first is not yet
     * @return whether the next one is not ready
     */
    boolean begin(Consumer<@Nullable StorageException> then) {
        return work(then) != null;
    }

    /**
     * Waits until the next edit is ready, if it is not; no lock is held meanwhile, unless the caller has it.
     *
     * @param then is told when it is, too
     * @return whether it was not
     * @throws StorageException if the place of assets wants to be asked again later
     */
    boolean await(Consumer<@Nullable StorageException> then) {
        BinariesOut work = work(then);
        if (work != null) {
            work.await();
        }
        return work != null;
    }

    private @Nullable BinariesOut work(Consumer<@Nullable StorageException> then) {
        BinariesOut next;
        replica.lock.lock();
        try {
            PendingCommit first = replica.queue.peekFirst();
            if (first == null || !first.heavy()) {
                return null;
            }
            BinariesOut present = running;
            if (present != null) {
                return present;
            }
            next = new BinariesOut(next(), unburdening, scheduler, () -> then.accept(null), (work, failure) -> {
                ended(work);
                then.accept(failure);
            });
            running = next;
        } finally {
            replica.lock.unlock();
        }
        next.begin();
        return next;
    }

    private void ended(BinariesOut work) {
        replica.lock.lock();
        try {
            if (work.equals(running)) {
                running = null;
            }
        } finally {
            replica.lock.unlock();
        }
    }

    private List<PendingCommit> next() {
        List<PendingCommit> next = new ArrayList<>();
        long size = 0;
        for (PendingCommit commit : replica.queue) {
            size += commit.size();
            if (size > MOST_SIZE && !next.isEmpty()) {
                break;
            }
            if (commit.heavy()) {
                next.add(commit);
            }
        }
        return next;
    }
}
