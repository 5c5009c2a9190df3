package dev.weftwork.store;

import dev.weftwork.asset.AssetArrival;
import dev.weftwork.asset.AssetDeletion;
import dev.weftwork.asset.AssetInfo;
import dev.weftwork.asset.AssetOptions;
import dev.weftwork.asset.AssetOrder;
import dev.weftwork.asset.AssetReferrer;
import dev.weftwork.asset.AssetStorage;
import dev.weftwork.graph.AssetHash;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.metrics.OperationMetrics;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.spi.StorageDescription;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The assets of a store; what is done to them is counted and timed. */
final class TimedAssets implements AssetStorage {
    private final AssetStorage assets;
    private final Scheduler scheduler;
    private final OperationMetrics metrics;

    TimedAssets(AssetStorage assets, Scheduler scheduler, OperationMetrics metrics) {
        this.assets = assets;
        this.scheduler = scheduler;
        this.metrics = metrics;
    }

    /** One thing that is done to an asset. */
    private interface Work<T, X extends Exception> {
        T run() throws X;
    }

    private <T, X extends Exception> T timed(Work<T, X> work) throws X {
        long started = scheduler.nanoTime();
        boolean done = false;
        try {
            T result = work.run();
            done = true;
            return result;
        } finally {
            metrics.record(scheduler.nanoTime() - started, done);
        }
    }

    @Override
    public AssetRef put(InputStream content, AssetOptions options) throws IOException {
        return timed(() -> assets.put(content, options));
    }

    @Override
    public AssetRef put(Path file, AssetOptions options) throws IOException {
        return timed(() -> assets.put(file, options));
    }

    @Override
    public AssetRef put(Path file, String mime) throws IOException {
        return timed(() -> assets.put(file, mime));
    }

    @Override
    public AssetRef put(InputStream content, String mime) throws IOException {
        return timed(() -> assets.put(content, mime));
    }

    @Override
    public AssetRef refTo(byte[] content, AssetOptions options) {
        return assets.refTo(content, options);
    }

    @Override
    public Optional<InputStream> get(AssetRef ref) {
        return timed(() -> assets.get(ref));
    }

    @Override
    public Optional<InputStream> get(AssetRef ref, long from, long length) {
        return timed(() -> assets.get(ref, from, length));
    }

    @Override
    public Optional<AssetInfo> stat(AssetRef ref) {
        return assets.stat(ref);
    }

    @Override
    public Optional<Boolean> verify(AssetRef ref) {
        return timed(() -> assets.verify(ref));
    }

    @Override
    public Optional<AssetArrival> arrival(AssetHash hash) {
        return assets.arrival(hash);
    }

    @Override
    public void forgetArrivals(Set<AssetHash> wanted) {
        assets.forgetArrivals(wanted);
    }

    @Override
    public List<AssetInfo> orphans() {
        return assets.orphans();
    }

    @Override
    public List<AssetInfo> usedOnlyBy(String holder) {
        return assets.usedOnlyBy(holder);
    }

    @Override
    public AssetDeletion delete(AssetRef ref) {
        return timed(() -> assets.delete(ref));
    }

    @Override
    public List<AssetInfo> list(AssetOrder order) {
        return assets.list(order);
    }

    @Override
    public void sweep() {
        assets.sweep();
    }

    @Override
    public Registration alsoReferredBy(AssetReferrer referrer) {
        return assets.alsoReferredBy(referrer);
    }

    @Override
    public Registration keep(AssetHash hash) {
        return assets.keep(hash);
    }

    @Override
    public StorageDescription description() {
        return assets.description();
    }
}
