package dev.weftwork.sync;

import dev.weftwork.metrics.Alerts;
import dev.weftwork.metrics.OperationKind;
import dev.weftwork.metrics.OperationMetrics;
import dev.weftwork.schedule.Cancellable;
import dev.weftwork.schedule.Scheduler;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** What an engine did: syncs with their durations, and plain counters. Thread-safe; counting never blocks. */
public final class SyncMetrics {
    private final OperationMetrics syncs;
    private final OperationMetrics pushes;
    private final OperationMetrics pulls;
    private final LongAdder opsPushed = new LongAdder();
    private final LongAdder opsPulled = new LongAdder();
    private final LongAdder opsRefused = new LongAdder();
    private final LongAdder conflicts = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder mismatches = new LongAdder();
    private final LongAdder entitiesRepaired = new LongAdder();

    private final OperationMetrics uploads;
    private final OperationMetrics downloads;
    private final LongAdder bytesSent = new LongAdder();
    private final LongAdder bytesFetched = new LongAdder();

    SyncMetrics(LongSupplier wallMillis) {
        uploads = new OperationMetrics("uploads", wallMillis);
        downloads = new OperationMetrics("downloads", wallMillis);
        syncs = new OperationMetrics("syncs", wallMillis);
        pushes = new OperationMetrics("pushes", wallMillis);
        pulls = new OperationMetrics("pulls", wallMillis);
    }

    void watch(Alerts alerts, Scheduler scheduler) {
        Cancellable unused = alerts.watch(OperationKind.SYNC, syncs, scheduler);
        unused = alerts.watch(OperationKind.PUSH, pushes, scheduler);
        unused = alerts.watch(OperationKind.PULL, pulls, scheduler);
    }

    /** {@return whole syncs, from start to end} */
    public OperationMetrics syncs() {
        return syncs;
    }

    /** {@return calls that pushed} */
    public OperationMetrics pushes() {
        return pushes;
    }

    /** {@return calls that only pulled, and what came through the live channel} */
    public OperationMetrics pulls() {
        return pulls;
    }

    /** {@return how many operations the server took} */
    public long opsPushed() {
        return opsPushed.sum();
    }

    /** {@return how many operations of others came in} */
    public long opsPulled() {
        return opsPulled.sum();
    }

    /** {@return how many operations were refused or parked} */
    public long opsRefused() {
        return opsRefused.sum();
    }

    /** {@return how many conflicts were found} */
    public long conflicts() {
        return conflicts.sum();
    }

    /** {@return how many failed syncs were tried again} */
    public long retries() {
        return retries.sum();
    }

    /** {@return how many times a graph was found to be another than the server's} */
    public long mismatches() {
        return mismatches.sum();
    }

    /** {@return how many entities were repaired because they were other than the server's} */
    public long entitiesRepaired() {
        return entitiesRepaired.sum();
    }

    /** {@return assets on their way to the server, each try from its start to its end} */
    public OperationMetrics uploads() {
        return uploads;
    }

    /** {@return assets on their way here, each try from its start to its end} */
    public OperationMetrics downloads() {
        return downloads;
    }

    /** {@return how many bytes of assets went to the server, those included that were lost on the way} */
    public long assetBytesSent() {
        return bytesSent.sum();
    }

    /** {@return how many bytes of assets came here} */
    public long assetBytesFetched() {
        return bytesFetched.sum();
    }

    void countAsset(AssetTransfer.Way way, long bytes, long nanos, boolean done) {
        boolean up = way == AssetTransfer.Way.UP;
        (up ? bytesSent : bytesFetched).add(bytes);
        (up ? uploads : downloads).record(nanos, done);
    }

    void countMismatches(int found) {
        mismatches.add(found);
    }

    void countRepaired(int entities) {
        entitiesRepaired.add(entities);
    }

    void count(int pushed, int pulled, int refused, int found) {
        opsPushed.add(pushed);
        opsPulled.add(pulled);
        opsRefused.add(refused);
        conflicts.add(found);
    }

    void countRetry() {
        retries.increment();
    }

    /** Forgets everything recorded, as if new, and tells the subscribers, who stay. */
    public void reset() {
        opsPushed.reset();
        opsPulled.reset();
        opsRefused.reset();
        conflicts.reset();
        retries.reset();
        mismatches.reset();
        entitiesRepaired.reset();
        syncs.reset();
        pushes.reset();
        pulls.reset();
        uploads.reset();
        downloads.reset();
        bytesSent.reset();
        bytesFetched.reset();
    }
}
