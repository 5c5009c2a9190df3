package dev.weftwork.examples.dashboard;

import dev.weftwork.metrics.Alert;
import dev.weftwork.store.Conflict;
import dev.weftwork.store.Oplog;
import dev.weftwork.sync.AssetFailure;
import dev.weftwork.sync.AssetTransfer;
import dev.weftwork.sync.SyncListener;
import dev.weftwork.sync.SyncResult;
import dev.weftwork.sync.SyncStatus;
import dev.weftwork.sync.SyncTrigger;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The last things that happened, newest first; and a number that grows whenever there is something new to show. */
final class Happenings implements SyncListener {
    private static final int KEPT = 50;

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final Deque<Happening> last = new ArrayDeque<>();
    private long revision;

    /** What happened, and whether somebody should look into it. */
    record Happening(long atMillis, boolean trouble, String text) {}

    Happenings(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void ended(SyncTrigger trigger, SyncResult result) {
        String name = trigger.name().toLowerCase(java.util.Locale.ROOT);
        if (result instanceof SyncResult.Done done) {
            add(
                    false,
                    "Sync (" + name + "): " + done.pushed() + " out, " + done.pulled() + " in, " + done.refused()
                            + " refused, " + done.conflicts() + " conflicts");
        } else if (result instanceof SyncResult.Failed failed) {
            add(true, "Sync (" + name + ") failed: " + failed.failure().message());
        } else if (result instanceof SyncResult.Stopped stopped) {
            add(false, "Sync (" + name + ") stopped: " + stopped.reason());
        }
    }

    @Override
    public void progressed(long done, long total) {
        changed();
    }

    @Override
    public void refused(Oplog.DeadOp op) {
        add(true, "Refused: " + op.reason());
    }

    @Override
    public void conflict(Conflict conflict) {
        add(conflict.open(), "Two devices wrote " + conflict.field() + " of " + conflict.key());
    }

    @Override
    public void assetProgressed(AssetTransfer transfer, dev.weftwork.sync.AssetTraffic all) {
        changed();
    }

    @Override
    public void assetEnded(AssetTransfer transfer, Optional<AssetFailure> failure) {
        failure.ifPresent(why -> add(true, "A binary did not get through: " + why.message()));
    }

    @Override
    public void status(SyncStatus status) {
        changed();
    }

    void alert(Alert alert) {
        add(alert.kind() != Alert.Kind.RECOVERED, alert.message());
    }

    void add(boolean trouble, String text) {
        lock.lock();
        try {
            last.addFirst(new Happening(clock.millis(), trouble, text));
            if (last.size() > KEPT) {
                last.removeLast();
            }
            revision++;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void changed() {
        lock.lock();
        try {
            revision++;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    List<Happening> last() {
        lock.lock();
        try {
            return List.copyOf(last);
        } finally {
            lock.unlock();
        }
    }

    /** The number now; waits a moment for one that differs from what somebody has seen. */
    long awaitOtherThan(long seen, long millis) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (revision == seen && left > 0) {
                left = news.awaitNanos(left);
            }
            return revision;
        } finally {
            lock.unlock();
        }
    }
}
