package dev.weftwork.metrics;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * What a store does locally: one {@link OperationMetrics} for each kind of operation, and plain counters. The store
 * records and counts; a host reads, subscribes and resets.
 *
 * <p>Thread-safe. Counting never blocks.
 */
public final class StoreMetrics {
    private final LongAdder bytesWritten = new LongAdder();
    private final LongAdder opsWritten = new LongAdder();
    private final LongAdder listenerFailures = new LongAdder();
    private final LongAdder storageFailures = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final OperationMetrics edits;
    private final OperationMetrics writes;
    private final OperationMetrics folds;
    private final OperationMetrics loads;
    private final OperationMetrics migrations;
    private final OperationMetrics assets;

    /**
     * Makes metrics in which everything is zero. A subscriber of theirs that throws counts as a listener failure.
     *
     * @param wallMillis the wall clock, in milliseconds since 1970
     */
    public StoreMetrics(LongSupplier wallMillis) {
        edits = new OperationMetrics("edits", wallMillis, listenerFailures::increment);
        writes = new OperationMetrics("writes", wallMillis, listenerFailures::increment);
        folds = new OperationMetrics("folds", wallMillis, listenerFailures::increment);
        loads = new OperationMetrics("loads", wallMillis, listenerFailures::increment);
        migrations = new OperationMetrics("migrations", wallMillis, listenerFailures::increment);
        assets = new OperationMetrics("assets", wallMillis, listenerFailures::increment);
    }

    /** {@return the edits of graphs in memory} */
    public OperationMetrics edits() {
        return edits;
    }

    /** {@return the durable writes to the log, one per transaction} */
    public OperationMetrics writes() {
        return writes;
    }

    /** {@return the folds of log entries into rows} */
    public OperationMetrics folds() {
        return folds;
    }

    /** {@return the loads of graphs from storage} */
    public OperationMetrics loads() {
        return loads;
    }

    /** {@return the migrations of stored data to a newer schema} */
    public OperationMetrics migrations() {
        return migrations;
    }

    /** {@return large binaries that were put, opened, checked or deleted; reading one to its end is the reader's time} */
    public OperationMetrics assets() {
        return assets;
    }

    /**
     * Counts a durable write.
     *
     * @param ops how many ops it held
     * @param bytes how many bytes these were
     */
    public void countWritten(long ops, long bytes) {
        opsWritten.add(ops);
        bytesWritten.add(bytes);
    }

    /** Counts a listener that threw. */
    public void countListenerFailure() {
        listenerFailures.increment();
    }

    /** Counts a storage call that failed. */
    public void countStorageFailure() {
        storageFailures.increment();
    }

    /** Counts a failed operation that is tried again. */
    public void countRetry() {
        retries.increment();
    }

    /** {@return the figures as they are now; while operations go on, they may be of slightly different moments} */
    public Snapshot snapshot() {
        return new Snapshot(
                edits.snapshot(),
                writes.snapshot(),
                folds.snapshot(),
                loads.snapshot(),
                migrations.snapshot(),
                assets.snapshot(),
                bytesWritten.sum(),
                opsWritten.sum(),
                listenerFailures.sum(),
                storageFailures.sum(),
                retries.sum());
    }

    /** Resets all operations, which tells their subscribers, and all counters. */
    public void reset() {
        bytesWritten.reset();
        opsWritten.reset();
        listenerFailures.reset();
        storageFailures.reset();
        retries.reset();
        edits.reset();
        writes.reset();
        folds.reset();
        loads.reset();
        migrations.reset();
        assets.reset();
    }

    /**
     * All figures at one moment. Immutable.
     *
     * @param edits edits of graphs in memory
     * @param writes durable writes to the log
     * @param folds folds of log entries into rows
     * @param loads loads of graphs from storage
     * @param migrations migrations of stored data
     * @param assets large binaries that were put, opened, checked or deleted
     * @param bytesWritten bytes of the ops written
     * @param opsWritten ops written
     * @param listenerFailures listeners and subscribers that threw
     * @param storageFailures storage calls that failed
     * @param retries failed operations that were tried again
     */
    public record Snapshot(
            OperationMetrics.Snapshot edits,
            OperationMetrics.Snapshot writes,
            OperationMetrics.Snapshot folds,
            OperationMetrics.Snapshot loads,
            OperationMetrics.Snapshot migrations,
            OperationMetrics.Snapshot assets,
            long bytesWritten,
            long opsWritten,
            long listenerFailures,
            long storageFailures,
            long retries) {}
}
