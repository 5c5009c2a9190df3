package dev.weftwork.asset;

import dev.weftwork.graph.AssetFacts;
import dev.weftwork.graph.AssetHash;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.spi.AssetAdapter;
import dev.weftwork.spi.AssetDraft;
import dev.weftwork.spi.AssetKey;
import dev.weftwork.spi.CapabilityNotice;
import dev.weftwork.spi.NewAsset;
import dev.weftwork.spi.StorageDescription;
import dev.weftwork.spi.StorageException;
import dev.weftwork.spi.StoredAsset;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Two places as one. Content goes to the first. Where both have other content under one name, that of the second is called
 * by its hash. Content that moves from the second to the first is found at every moment. As safe for threads as the two.
 */
final class LayeredAssets implements AssetAdapter {
    private final AssetAdapter first;
    private final AssetAdapter second;
    private final List<CapabilityNotice> notices;

    /** Content, where it lies and as it is called there. */
    private record Found(AssetAdapter place, StoredAsset asset) {}

    LayeredAssets(AssetAdapter first, AssetAdapter second, List<CapabilityNotice> notices) {
        this.first = first;
        this.second = second;
        this.notices = List.copyOf(notices);
    }

    /** Looks at a place. */
    interface Look {
        boolean at(AssetAdapter place) throws IOException;
    }

    /** What is left of a place without those parts that are meant; empty if nothing is. */
    static Optional<AssetAdapter> without(Look meant, AssetAdapter place) throws IOException {
        if (!(place instanceof LayeredAssets both)) {
            return meant.at(place) ? Optional.empty() : Optional.of(place);
        }
        Optional<AssetAdapter> upper = without(meant, both.first);
        Optional<AssetAdapter> lower = without(meant, both.second);
        if (upper.isEmpty() || lower.isEmpty()) {
            return upper.isPresent() ? upper : lower;
        }
        return Optional.of(new LayeredAssets(upper.get(), lower.get(), both.notices));
    }

    @Override
    public StorageDescription description() {
        StorageDescription own = first.description();
        List<CapabilityNotice> all = new ArrayList<>(own.notices());
        all.addAll(notices);
        return new StorageDescription(
                own.name(), own.place(), own.writable(), own.survivesPowerLoss(), own.shared(), all);
    }

    @Override
    public AssetRef refTo(AssetKey key, AssetFacts facts) {
        return first.refTo(key, facts);
    }

    @Override
    public StoredAsset put(Filling filling) throws IOException {
        return first.put(out -> asElsewhere(filling.fill(out)));
    }

    @Override
    public Optional<AssetDraft> draft(AssetHash hash) throws IOException {
        if (draftsOfSecond().contains(hash)) {
            // what began there goes on there, and comes over when it is whole
            Optional<AssetDraft> begun = second.draft(hash);
            if (begun.isPresent() || second.description().writable()) {
                return begun.map(draft -> new LedDraft(draft, (part, wished) -> LedDraft.carry(part, this, wished)));
            }
        }
        return first.draft(hash).map(draft -> new LedDraft(draft, (part, wished) -> part.finish(asElsewhere(wished))));
    }

    @Override
    public Set<AssetHash> drafts() throws IOException {
        Set<AssetHash> all = new HashSet<>(first.drafts());
        all.addAll(draftsOfSecond());
        return all;
    }

    private Set<AssetHash> draftsOfSecond() throws IOException {
        try {
            return second.drafts();
        } catch (StorageException e) {
            // it is away, and so are its parts
            return Set.of();
        }
    }

    /** Content that the second place has keeps its name and its age; a name that it gave to other content is not free. */
    private NewAsset asElsewhere(NewAsset wished) throws IOException {
        try {
            Optional<StoredAsset> same = second.find(wished.hash());
            if (same.isPresent()) {
                StoredAsset known = called(same.get());
                return new NewAsset(known.key(), wished.hash(), known.createdAt());
            }
            boolean taken = second.find(wished.key()).isPresent();
            AssetKey byHash = AssetKey.of(wished.key().type(), wished.hash());
            return taken ? new NewAsset(byHash, wished.hash(), wished.createdAt()) : wished;
        } catch (StorageException e) {
            // it is away; content that it has, too, counts once when it is back
            return wished;
        }
    }

    @Override
    public Optional<StoredAsset> find(AssetHash hash) throws IOException {
        Optional<StoredAsset> found = first.find(hash);
        if (found.isEmpty()) {
            Optional<StoredAsset> other = second.find(hash);
            // once more: it may have moved between the two looks
            found = other.isPresent() ? Optional.of(called(other.get())) : first.find(hash);
        }
        return found;
    }

    @Override
    public Optional<StoredAsset> find(AssetKey key) throws IOException {
        return Optional.ofNullable(locate(key)).map(found -> named(key, found.asset()));
    }

    private static StoredAsset named(AssetKey key, StoredAsset asset) {
        return new StoredAsset(key, asset.bytes(), asset.createdAt(), asset.hash());
    }

    private @Nullable Found locate(AssetKey key) throws IOException {
        Optional<StoredAsset> found = first.find(key);
        if (found.isPresent()) {
            return new Found(first, found.get());
        }
        Optional<StoredAsset> other = second.find(key);
        if (other.isEmpty() && AssetHash.isHex(key.id())) {
            other = second.find(new AssetHash(key.id())).filter(each -> isShadowed(each, key));
        }
        if (other.isPresent()) {
            return new Found(second, other.get());
        }
        return first.find(key).map(moved -> new Found(first, moved)).orElse(null);
    }

    private boolean isShadowed(StoredAsset asset, AssetKey key) {
        try {
            return called(asset).key().equals(key);
        } catch (IOException e) {
            return false;
        }
    }

    /** What an asset of the second place is called here. */
    private StoredAsset called(StoredAsset asset) throws IOException {
        AssetHash hash = asset.hash();
        if (hash == null) {
            return asset;
        }
        Optional<StoredAsset> shadow = first.find(asset.key());
        boolean other = shadow.isPresent() && !hash.equals(shadow.get().hash());
        return other ? named(AssetKey.of(asset.key().type(), hash), asset) : asset;
    }

    @Override
    public Optional<InputStream> open(AssetKey key, long from) throws IOException {
        Found found = locate(key);
        Optional<InputStream> content = opened(found, from);
        // once more: it may have moved between looking and opening
        return content.isPresent() || found == null ? content : opened(locate(key), from);
    }

    private static Optional<InputStream> opened(@Nullable Found found, long from) throws IOException {
        return found == null
                ? Optional.empty()
                : found.place().open(found.asset().key(), from);
    }

    /** Takes it away from both, whatever it is called there. */
    @Override
    public boolean remove(AssetKey key) throws IOException {
        Found found = locate(key);
        if (found == null) {
            return false;
        }
        AssetHash hash = found.asset().hash();
        boolean gone = found.place().remove(found.asset().key());
        for (AssetAdapter place : List.of(first, second)) {
            Optional<StoredAsset> same = hash == null ? Optional.empty() : place.find(hash);
            gone |= same.isPresent() && place.remove(same.get().key());
        }
        return gone;
    }

    @Override
    public void list(Visitor visitor) throws IOException {
        Objects.requireNonNull(visitor, "A visitor is needed; it is shown the assets");
        first.list(visitor);
        List<StoredAsset> others = new ArrayList<>();
        try {
            second.list(others::add);
        } catch (StorageException e) {
            if (e.kind() != StorageException.Kind.GONE) {
                throw e;
            }
        }
        for (StoredAsset other : others) {
            AssetHash hash = other.hash();
            boolean twice = hash == null
                    ? first.find(other.key()).isPresent()
                    : first.find(hash).isPresent();
            if (!twice) {
                visitor.visit(called(other));
            }
        }
    }

    @Override
    public void sweep() throws IOException {
        first.sweep();
        second.sweep();
    }

    @Override
    public void close() throws IOException {
        try {
            first.close();
        } finally {
            second.close();
        }
    }
}
