package dev.weftwork.store;

import dev.weftwork.metrics.StoreMetrics;
import dev.weftwork.schedule.Scheduler;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the store's parts report: it is counted, logged, and now and then acted upon. Safe for use by many threads. */
final class StoreSignals {
    private static final Logger LOG = LoggerFactory.getLogger(Store.class);
    /** A log tail beyond either is folded at once. */
    private static final long MOST_TAIL_OPS = 20_000;

    private static final long MOST_TAIL_SIZE = 16L << 20;
    private static final Duration IDLE = Duration.ofSeconds(2);

    private final Scheduler scheduler;
    private final StoreMetrics metrics;
    private final AtomicBoolean foldDue = new AtomicBoolean();
    private final AtomicBoolean idleTimer = new AtomicBoolean();
    private volatile long lastWrite;
    private final AtomicLong tailOps = new AtomicLong();
    private final AtomicLong tailSize = new AtomicLong();
    private volatile BooleanSupplier fold = () -> false;
    private volatile @Nullable Background background;

    StoreSignals(Scheduler scheduler, StoreMetrics metrics) {
        this.scheduler = scheduler;
        this.metrics = metrics;
    }

    /** Names what has a fold done, if it can, and where that is waited for. */
    void onFoldDue(BooleanSupplier task, Background timers) {
        fold = task;
        background = timers;
    }

    long now() {
        return scheduler.nanoTime();
    }

    void edited(long nanos, boolean success) {
        metrics.edits().record(nanos, success);
    }

    void written(int ops, int chars, long nanos) {
        metrics.writes().record(nanos, true);
        metrics.countWritten(ops, chars);
        long opsBehind = tailOps.addAndGet(ops);
        long sizeBehind = tailSize.addAndGet(chars);
        lastWrite = now();
        if (LOG.isDebugEnabled()) {
            LOG.atDebug().addKeyValue("ops", ops).addKeyValue("chars", chars).log("write");
        }
        if (opsBehind > MOST_TAIL_OPS || sizeBehind > MOST_TAIL_SIZE) {
            foldSoon();
        } else {
            lookAfter(IDLE);
        }
    }

    private void lookAfter(Duration delay) {
        Background timers = background;
        if (timers != null && idleTimer.compareAndSet(false, true) && !timers.after(delay, this::foldIfIdle)) {
            idleTimer.set(false);
        }
    }

    void writeFailed(long nanos, Exception why) {
        metrics.writes().record(nanos, false);
        metrics.countStorageFailure();
        LOG.atWarn().addKeyValue("failure", why.getClass().getSimpleName()).log("write failed: {}", why.getMessage());
    }

    void retried() {
        metrics.countRetry();
    }

    void loaded(long nanos, boolean success) {
        metrics.loads().record(nanos, success);
    }

    void folded(long nanos, boolean success) {
        foldDue.set(false);
        metrics.folds().record(nanos, success);
        if (success) {
            tailOps.set(0);
            tailSize.set(0);
        }
        LOG.atDebug()
                .addKeyValue("success", success)
                .addKeyValue("nanos", nanos)
                .log("fold");
    }

    private void foldIfIdle() {
        idleTimer.set(false);
        long rested = now() - lastWrite;
        if (rested >= IDLE.toNanos()) {
            foldSoon();
        } else {
            lookAfter(IDLE.minusNanos(rested));
        }
    }

    private void foldSoon() {
        if (foldDue.compareAndSet(false, true) && !fold.getAsBoolean()) {
            foldDue.set(false);
        }
    }
}
