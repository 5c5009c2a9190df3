package dev.weftwork.sync;

import dev.weftwork.graph.AssetFacts;
import dev.weftwork.graph.AssetHash;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.memory.MemoryBlobs;
import dev.weftwork.spi.AssetAdapter;
import dev.weftwork.spi.AssetKey;
import dev.weftwork.spi.StorageDescription;
import dev.weftwork.spi.StoredAsset;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** A place that takes assets only as a whole, as any may. */
final class Partless implements AssetAdapter {
    private final MemoryBlobs blobs = MemoryBlobs.create();

    @Override
    public StorageDescription description() {
        return blobs.description();
    }

    @Override
    public AssetRef refTo(AssetKey key, AssetFacts facts) {
        return blobs.refTo(key, facts);
    }

    @Override
    public StoredAsset put(Filling filling) throws IOException {
        return blobs.put(filling);
    }

    @Override
    public Optional<StoredAsset> find(AssetHash hash) {
        return blobs.find(hash);
    }

    @Override
    public Optional<StoredAsset> find(AssetKey key) {
        return blobs.find(key);
    }

    @Override
    public Optional<InputStream> open(AssetKey key, long from) {
        return blobs.open(key, from);
    }

    @Override
    public boolean remove(AssetKey key) {
        return blobs.remove(key);
    }

    @Override
    public void list(Visitor visitor) throws IOException {
        blobs.list(visitor);
    }

    @Override
    public void close() {
        blobs.close();
    }
}
