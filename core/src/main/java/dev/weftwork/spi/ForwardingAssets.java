package dev.weftwork.spi;

import dev.weftwork.graph.AssetFacts;
import dev.weftwork.graph.AssetHash;
import dev.weftwork.graph.AssetRef;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;

/**
 * A place that stands before another and hands every call on. Override what is to be different. Whatever stands before a
 * place extends this class: {@link AssetAdapter} has methods with defaults, for places that cannot do more, and one that
 * hands on all but those hides what the place behind it can do, such as going on with a download that was cut off.
 *
 * <p>As safe for use by many threads as the place behind it.
 */
public abstract class ForwardingAssets implements AssetAdapter {
    /** For those that stand before a place. */
    protected ForwardingAssets() {}

    /**
     * The place that calls are handed on to. It is asked at each call, so it may change.
     *
     * @return the place
     */
    protected abstract AssetAdapter place();

    @Override
    public StorageDescription description() {
        return place().description();
    }

    @Override
    public AssetRef refTo(AssetKey key, AssetFacts facts) {
        return place().refTo(key, facts);
    }

    @Override
    public StoredAsset put(Filling filling) throws IOException {
        return place().put(filling);
    }

    @Override
    public Optional<AssetDraft> draft(AssetHash hash) throws IOException {
        return place().draft(hash);
    }

    @Override
    public Set<AssetHash> drafts() throws IOException {
        return place().drafts();
    }

    @Override
    public Optional<StoredAsset> find(AssetHash hash) throws IOException {
        return place().find(hash);
    }

    @Override
    public Optional<StoredAsset> find(AssetKey key) throws IOException {
        return place().find(key);
    }

    @Override
    public Optional<InputStream> open(AssetKey key, long from) throws IOException {
        return place().open(key, from);
    }

    @Override
    public boolean remove(AssetKey key) throws IOException {
        return place().remove(key);
    }

    @Override
    public void list(Visitor visitor) throws IOException {
        place().list(visitor);
    }

    @Override
    public void sweep() throws IOException {
        place().sweep();
    }

    @Override
    public void close() throws IOException {
        place().close();
    }
}
