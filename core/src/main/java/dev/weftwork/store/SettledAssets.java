package dev.weftwork.store;

import dev.weftwork.asset.AssetDeletion;
import dev.weftwork.asset.AssetInfo;
import dev.weftwork.asset.AssetOptions;
import dev.weftwork.asset.AssetOrder;
import dev.weftwork.asset.AssetReferrer;
import dev.weftwork.asset.AssetStorage;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.spi.StorageDescription;
import dev.weftwork.spi.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The assets of a store, of which everybody sees those that edits brought along and that are not on the disk yet. */
final class SettledAssets implements AssetStorage {
    private final AssetStorage assets;
    private final Deposits deposits;

    SettledAssets(AssetStorage assets, Deposits deposits) {
        this.assets = assets;
        this.deposits = deposits;
    }

    private AssetStorage settled() {
        try {
            deposits.settle();
        } catch (IOException e) {
            throw new StorageException(
                    StorageException.Kind.IO,
                    "Assets that edits brought along cannot be put now: " + e.getMessage(),
                    "Try again; they are kept in memory",
                    e);
        }
        return assets;
    }

    @Override
    public AssetRef put(InputStream content, AssetOptions options) throws IOException {
        return assets.put(content, options);
    }

    @Override
    public AssetRef put(Path file, AssetOptions options) throws IOException {
        return assets.put(file, options);
    }

    @Override
    public AssetRef refTo(byte[] content, AssetOptions options) {
        return assets.refTo(content, options);
    }

    @Override
    public Optional<InputStream> get(AssetRef ref) {
        return settled().get(ref);
    }

    @Override
    public Optional<InputStream> get(AssetRef ref, long from, long length) {
        return settled().get(ref, from, length);
    }

    @Override
    public Optional<AssetInfo> stat(AssetRef ref) {
        return settled().stat(ref);
    }

    @Override
    public Optional<Boolean> verify(AssetRef ref) {
        return settled().verify(ref);
    }

    @Override
    public AssetDeletion delete(AssetRef ref) {
        return settled().delete(ref);
    }

    @Override
    public List<AssetInfo> list(AssetOrder order) {
        return settled().list(order);
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
    public StorageDescription description() {
        return assets.description();
    }
}
