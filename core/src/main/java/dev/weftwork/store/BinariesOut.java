package dev.weftwork.store;

import dev.weftwork.schedule.Cancellable;
import dev.weftwork.schedule.Lane;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.spi.StorageException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The binaries of some edits on their way out. A place that takes no byte for a while is given up: what it does then is
 * nobody's any more, and its thread is its own. Used once, by many threads.
 */
final class BinariesOut {
    /** So long a place may be silent. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final List<PendingCommit> commits;
    private final Unburdening unburdening;
    private final Scheduler scheduler;
    private final Lane lane;
    private final BiConsumer<BinariesOut, @Nullable StorageException> then;
    private final AtomicLong progress = new AtomicLong();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile @Nullable StorageException failure;
    private volatile @Nullable Cancellable timer;

    BinariesOut(
            List<PendingCommit> commits,
            Unburdening unburdening,
            Scheduler scheduler,
            BiConsumer<BinariesOut, @Nullable StorageException> then) {
        this.commits = commits;
        this.unburdening = unburdening;
        this.scheduler = scheduler;
        this.lane = scheduler.lane("lighten");
        this.then = then;
    }

    /** Begins on a lane, or does it at once if the host has ended its threads. */
    void begin() {
        try {
            lane.execute(this::run);
        } catch (RejectedExecutionException e) {
            run();
            return;
        }
        look(progress.get());
    }

    private void run() {
        StorageException why = null;
        try {
            for (PendingCommit commit : commits) {
                unburdening.run(commit, progress::addAndGet, ended::get);
            }
        } catch (RuntimeException | Error e) {
            why = StoreAssets.failed(e);
        }
        end(why);
    }

    private void end(@Nullable StorageException why) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        failure = why;
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
                if (now == before) {
                    giveUp();
                } else if (!ended.get()) {
                    look(now);
                }
            });
            timer = set;
            if (ended.get()) {
                set.cancel();
            }
        } catch (RejectedExecutionException e) {
            // the host ends its threads; who waits looks for himself
            timer = null;
        }
    }

    /** Waits until the edits are ready, or the place was silent for too long. */
    void await() {
        long before = progress.get();
        while (!ended.get() && !lane.awaitIdle(PATIENCE)) {
            long now = progress.get();
            if (now == before) {
                giveUp();
            }
            before = now;
        }
        StorageException why = failure;
        if (why != null) {
            throw why;
        }
    }

    private void giveUp() {
        if (ended.get()) {
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
