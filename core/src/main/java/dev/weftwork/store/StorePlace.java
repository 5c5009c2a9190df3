package dev.weftwork.store;

import dev.weftwork.graph.AssetFacts;
import dev.weftwork.graph.AssetHash;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.spi.AssetAdapter;
import dev.weftwork.spi.AssetDraft;
import dev.weftwork.spi.AssetKey;
import dev.weftwork.spi.CapabilityNotice;
import dev.weftwork.spi.StorageDescription;
import dev.weftwork.spi.StoredAsset;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The place of a store's assets, whose description also says what it does not take. Safe for use by many threads. */
final class StorePlace implements AssetAdapter {
    private final AssetAdapter place;
    private final Leftovers leftovers;

    StorePlace(AssetAdapter place, Leftovers leftovers) {
        this.place = place;
        this.leftovers = leftovers;
    }

    @Override
    public StorageDescription description() {
        StorageDescription own = place.description();
        List<CapabilityNotice> notices = new ArrayList<>(own.notices());
        notices.addAll(leftovers.notices());
        return new StorageDescription(
                own.name(), own.place(), own.writable(), own.survivesPowerLoss(), own.shared(), notices);
    }

    @Override
    public AssetRef refTo(AssetKey key, AssetFacts facts) {
        return place.refTo(key, facts);
    }

    @Override
    public StoredAsset put(Filling filling) throws IOException {
        return place.put(filling);
    }

    @Override
    public Optional<AssetDraft> draft(AssetHash hash) throws IOException {
        return place.draft(hash);
    }

    @Override
    public Set<AssetHash> drafts() throws IOException {
        return place.drafts();
    }

    @Override
    public Optional<StoredAsset> find(AssetHash hash) throws IOException {
        return place.find(hash);
    }

    @Override
    public Optional<StoredAsset> find(AssetKey key) throws IOException {
        return place.find(key);
    }

    @Override
    public Optional<InputStream> open(AssetKey key, long from) throws IOException {
        return place.open(key, from);
    }

    @Override
    public boolean remove(AssetKey key) throws IOException {
        return place.remove(key);
    }

    @Override
    public void list(Visitor visitor) throws IOException {
        place.list(visitor);
    }

    @Override
    public void sweep() throws IOException {
        place.sweep();
    }

    @Override
    public void close() throws IOException {
        place.close();
    }
}
