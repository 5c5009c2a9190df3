package dev.weftwork.store;

import dev.weftwork.schedule.Cancellable;
import dev.weftwork.schedule.Lane;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.spi.StorageException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The binaries of some edits on their way out, one edit after the other. A place that takes no byte for a while is given
 * up: what it does then is nobody's any more, and its thread is its own. Used once, by many threads.
 */
final class BinariesOut {
    /** So long a place may be silent. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /** How often somebody who waits looks up; and so long a thread may take to come, else who waits does the work. */
    private static final Duration GLANCE = Duration.ofSeconds(1);

    private static final int MOST_GLANCES = (int) PATIENCE.dividedBy(GLANCE);

    private final List<PendingCommit> commits;
    private final Unburdening unburdening;
    private final Scheduler scheduler;
    private final Lane lane;
    private final Runnable ready;
    private final BiConsumer<BinariesOut, @Nullable StorageException> then;
    private final AtomicLong progress = new AtomicLong();
    /** How many edits somebody has begun with, and has come back from. */
    private final AtomicInteger begun = new AtomicInteger();

    private final AtomicInteger done = new AtomicInteger();
    private volatile boolean ended;
    private volatile @Nullable StorageException failure;
    private volatile @Nullable Cancellable timer;

    /**
     * The work, not begun yet.
     *
     * @param ready is told when an edit can be written and others are still to come
     * @param then is told when all can be, or why the first cannot yet
     */
    BinariesOut(
            List<PendingCommit> commits,
            Unburdening unburdening,
            Scheduler scheduler,
            Runnable ready,
            BiConsumer<BinariesOut, @Nullable StorageException> then) {
        this.commits = commits;
        this.unburdening = unburdening;
        this.scheduler = scheduler;
        this.lane = scheduler.lane("lighten");
        this.ready = ready;
        this.then = then;
    }

    /** Begins on a lane, or does it at once if the host has ended its threads. */
    void begin() {
        if (isOffered(0)) {
            look(progress.get());
        } else {
            rest(0);
        }
    }

    /** Each edit is a task of its own, so that who waits for one comes to know of it. */
    private boolean isOffered(int index) {
        try {
            lane.execute(() -> {
                if (step(index) && !isOffered(index + 1)) {
                    rest(index + 1);
                }
            });
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private void rest(int first) {
        int index = first;
        while (step(index)) {
            index++;
        }
    }

    /** Makes one edit ready; gives false if there is nothing to go on with. */
    private boolean step(int index) {
        if (ended || index >= commits.size() || !begun.compareAndSet(index, index + 1)) {
            return false;
        }
        StorageException why = null;
        progress.incrementAndGet();
        try {
            unburdening.run(commits.get(index), progress::addAndGet, () -> ended);
        } catch (RuntimeException | Error e) {
            why = StoreAssets.failed(e);
        }
        progress.incrementAndGet();
        done.incrementAndGet();
        if (why == null && index + 1 < commits.size()) {
            ready.run();
            return true;
        }
        // edits before the one that failed are ready, and are written before that is tried again
        end(index == 0 ? why : null);
        return false;
    }

    private void end(@Nullable StorageException why) {
        synchronized (this) {
            if (ended) {
                return;
            }
            failure = why;
            ended = true;
        }
        Cancellable set = timer;
        if (set != null) {
            set.cancel();
        }
        lane.close();
        then.accept(this, why);
    }

    /** Looks after a while whether the place has done anything since; for those for whom nobody waits. */
    private void look(long before) {
        try {
            Cancellable set = scheduler.schedule(PATIENCE, () -> {
                long now = progress.get();
                if (now == before && !waitsForThread()) {
                    giveUp();
                } else if (!ended) {
                    look(now);
                }
            });
            timer = set;
            if (ended) {
                set.cancel();
            }
        } catch (RejectedExecutionException e) {
            // the host ends its threads; who waits looks for himself
            timer = null;
        }
    }

    /** Whether nobody has asked the place yet, so that its silence says nothing. */
    private boolean waitsForThread() {
        return done.get() == begun.get();
    }

    /** Waits until the next edit is ready, or the place was silent for too long. */
    void await() {
        long before = progress.get();
        int silent = 0;
        while (!ended && !lane.awaitIdle(GLANCE)) {
            long now = progress.get();
            silent = now == before ? silent + 1 : 0;
            before = now;
            if (silent > 0 && waitsForThread()) {
                // all of the host's threads are busy, be it with waiting for this
                rest(begun.get());
            } else if (silent >= MOST_GLANCES) {
                giveUp();
            }
        }
        StorageException why = failure;
        if (why != null) {
            throw why;
        }
    }

    private void giveUp() {
        if (ended) {
            return;
        }
        unburdening.giveUp(
                commits,
                new StorageException(
                        StorageException.Kind.IO,
                        "The place for assets has not answered for " + PATIENCE.toSeconds() + " seconds",
                        "See to the place, or give its adapter a time limit of its own"));
        end(null);
    }
}
