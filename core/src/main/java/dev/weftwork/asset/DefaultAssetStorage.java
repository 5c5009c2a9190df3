package dev.weftwork.asset;

import dev.weftwork.graph.AssetFacts;
import dev.weftwork.graph.AssetHash;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.graph.Json;
import dev.weftwork.spi.AssetAdapter;
import dev.weftwork.spi.AssetDraft;
import dev.weftwork.spi.NewAsset;
import dev.weftwork.spi.StorageDescription;
import dev.weftwork.spi.StoredAsset;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Assets in one place. */
final class DefaultAssetStorage implements AssetStorage {
    private final LongSupplier wallMillis;
    private final Uses uses = new Uses();
    private final Pins pins = new Pins();
    private final Place place;

    DefaultAssetStorage(AssetAdapter adapter, LongSupplier wallMillis) {
        place = new Place(adapter);
        this.wallMillis = wallMillis;
    }

    @Override
    public AssetRef put(InputStream content, AssetOptions options) throws IOException {
        Objects.requireNonNull(content, "A stream is needed; it gives the bytes");
        Objects.requireNonNull(options, "Options are needed; AssetOptions.NONE says nothing");
        try {
            StoredAsset stored = place.call(adapter -> adapter.put(out -> {
                Digesting.Passed passed = Digesting.copy(content, out);
                requireExpected(options, passed);
                return new NewAsset(options.key(passed.hash()), passed.hash(), wallMillis.getAsLong());
            }));
            return refTo(stored, options.mime());
        } catch (Digesting.SourceFailure e) {
            throw e.unwrapped();
        }
    }

    private static void requireExpected(AssetOptions options, Digesting.Passed passed) {
        AssetHash expected = options.expected();
        if (expected != null && !expected.equals(passed.hash())) {
            throw new AssetCorruptedException("The content of " + passed.bytes() + " bytes should be " + expected
                    + " and is " + passed.hash() + "; nothing was kept, so fetch it once more");
        }
    }

    @Override
    public AssetRef put(Path file, AssetOptions options) throws IOException {
        Objects.requireNonNull(file, "A file is needed; it gives the bytes");
        try (InputStream content = Disk.read(file)) {
            return put(content, options);
        }
    }

    @Override
    public AssetRef put(Path file, String mime) throws IOException {
        return put(file, AssetOptions.of(mime));
    }

    @Override
    public AssetRef put(InputStream content, String mime) throws IOException {
        return put(content, AssetOptions.of(mime));
    }

    @Override
    public AssetRef refTo(byte[] content, AssetOptions options) {
        Objects.requireNonNull(content, "Bytes are needed; they are what the reference speaks of");
        Objects.requireNonNull(options, "Options are needed; AssetOptions.NONE says nothing");
        MessageDigest digest = Digesting.sha256();
        digest.update(content);
        AssetHash hash = AssetHash.of(digest);
        return place.adapter().refTo(options.key(hash), AssetFacts.of(options.mime(), content.length, hash));
    }

    @Override
    public Optional<InputStream> get(AssetRef ref) {
        return find(ref).flatMap(stored -> {
            requireLength(ref, stored);
            AssetHash hash = stored.hash() == null ? ref.hash().orElse(null) : stored.hash();
            return place.call(adapter -> adapter.open(stored.key(), 0))
                    .map(content -> hash == null
                            ? content
                            : new VerifiedStream(stored.key().toString(), content, hash));
        });
    }

    @Override
    public Optional<InputStream> get(AssetRef ref, long from, long length) {
        return find(ref).flatMap(stored -> {
            requireLength(ref, stored);
            if (from < 0 || length < 0 || from > stored.bytes()) {
                throw new IllegalArgumentException("Asset " + stored.key() + " has " + stored.bytes() + " bytes, so "
                        + length + " from " + from + " on are no part of it; stat(ref) tells the length");
            }
            return place.call(adapter -> adapter.open(stored.key(), from))
                    .map(content -> new PartStream(content, length));
        });
    }

    private static void requireLength(AssetRef ref, StoredAsset stored) {
        long expected = ref.bytes().orElse(stored.bytes());
        boolean same = ref.hash().isPresent() && ref.hash().get().equals(stored.hash());
        if (same && expected != stored.bytes()) {
            throw new AssetCorruptedException("Asset " + stored.key() + " is damaged: it should have " + expected
                    + " bytes and has " + stored.bytes() + "; put the right content once more");
        }
    }

    @Override
    public Optional<AssetInfo> stat(AssetRef ref) {
        return find(ref).map(stored -> info(stored, ref.mime().orElse(null), List.of()));
    }

    @Override
    public Optional<Boolean> verify(AssetRef ref) {
        try {
            Optional<InputStream> content = get(ref);
            if (content.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(place.call(adapter -> {
                try (InputStream stream = content.get()) {
                    long unused = stream.transferTo(OutputStream.nullOutputStream());
                    return true;
                }
            }));
        } catch (AssetCorruptedException e) {
            return Optional.of(false);
        }
    }

    @Override
    public Optional<AssetArrival> arrival(AssetHash hash) {
        Objects.requireNonNull(hash, "A hash is needed; it names the content");
        return place.call(adapter -> adapter.draft(hash))
                .map(draft -> new AssetArrival(hash, draft, wallMillis, stored -> refTo(stored, null)));
    }

    @Override
    public void forgetArrivals(Set<AssetHash> wanted) {
        Objects.requireNonNull(wanted, "A set of hashes is needed; an empty one drops all parts");
        place.call(adapter -> {
            for (AssetHash hash : adapter.drafts()) {
                Optional<AssetDraft> draft = wanted.contains(hash) ? Optional.empty() : adapter.draft(hash);
                if (draft.isPresent()) {
                    draft.get().discard();
                }
            }
            return null;
        });
    }

    @Override
    public AssetDeletion delete(AssetRef ref) {
        AssetDeletion outcome = null;
        while (outcome == null) {
            Optional<StoredAsset> stored = find(ref);
            outcome = stored.isEmpty() ? new AssetDeletion.Unknown() : delete(stored.get());
        }
        return outcome;
    }

    /** Gives null if somebody let go of content meanwhile, who may refer to it by now. */
    private @Nullable AssetDeletion delete(StoredAsset stored) {
        long releases = pins.releases();
        if (pins.isHeld(stored.hash())) {
            return new AssetDeletion.StillReferenced(List.of(new AssetUse("", "about to be referred to")));
        }
        List<AssetUse> by = uses.all().of(stored);
        if (!by.isEmpty()) {
            return new AssetDeletion.StillReferenced(by);
        }
        return pins.unlessHeld(releases, stored.hash(), () -> remove(stored));
    }

    private AssetDeletion remove(StoredAsset stored) {
        boolean gone = place.call(adapter -> adapter.remove(stored.key()));
        return gone ? new AssetDeletion.Deleted(stored.bytes()) : new AssetDeletion.Unknown();
    }

    @Override
    public Registration keep(AssetHash hash) {
        return pins.hold(Objects.requireNonNull(hash, "A hash is needed; it names the content to keep"));
    }

    @Override
    public List<AssetInfo> list(AssetOrder order) {
        Objects.requireNonNull(order, "An order is needed; it says which asset comes first");
        Uses.Found found = uses.all();
        List<AssetInfo> all = new ArrayList<>();
        place.call(adapter -> {
            adapter.list(stored -> all.add(info(stored, null, found.of(stored))));
            return all;
        });
        all.sort(order.comparator());
        return List.copyOf(all);
    }

    @Override
    public List<AssetInfo> orphans() {
        return list(AssetOrder.OLDEST_FIRST).stream()
                .filter(asset -> asset.uses().isEmpty())
                .toList();
    }

    @Override
    public List<AssetInfo> usedOnlyBy(String holder) {
        Objects.requireNonNull(holder, "A holder is needed, such as the id of a workflow");
        return list(AssetOrder.OLDEST_FIRST).stream()
                .filter(asset -> !asset.uses().isEmpty()
                        && asset.uses().stream().allMatch(use -> use.holder().equals(holder)))
                .toList();
    }

    @Override
    public void sweep() {
        place.call(adapter -> {
            adapter.sweep();
            return null;
        });
    }

    @Override
    public Registration alsoReferredBy(AssetReferrer referrer) {
        return uses.add(Objects.requireNonNull(referrer, "A referrer is needed; it names what it refers to"));
    }

    @Override
    public StorageDescription description() {
        return place.adapter().description();
    }

    private Optional<StoredAsset> find(AssetRef ref) {
        return place.resolve(Objects.requireNonNull(ref, "A reference is needed; put(…) gives one"));
    }

    private AssetInfo info(StoredAsset stored, @Nullable String mime, List<AssetUse> by) {
        return new AssetInfo(refTo(stored, mime), stored.key().type(), stored.bytes(), stored.createdAt(), by);
    }

    private AssetRef refTo(StoredAsset stored, @Nullable String mime) {
        AssetHash hash = stored.hash();
        AssetFacts facts = new AssetFacts(mime, stored.bytes(), hash, Json.EMPTY_OBJECT);
        return place.adapter().refTo(stored.key(), facts);
    }
}
