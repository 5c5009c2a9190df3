package dev.weftwork.memory;

import dev.weftwork.graph.AssetFacts;
import dev.weftwork.graph.AssetHash;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.spi.AssetAdapter;
import dev.weftwork.spi.AssetDraft;
import dev.weftwork.spi.AssetKey;
import dev.weftwork.spi.NewAsset;
import dev.weftwork.spi.StorageDescription;
import dev.weftwork.spi.StorageException;
import dev.weftwork.spi.StoredAsset;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Assets in memory, gone with the process: for tests and for hosts that want nothing on disk. Their references are of the
 * kind {@code idb}.
 *
 * <p><b>Threads.</b> Any thread may call.
 */
public final class MemoryBlobs implements AssetAdapter {
    /** Guards itself; shared by all that were made of one. */
    private final Map<AssetKey, Held> held;
    /** What has come of content that is not whole. */
    private final BlobParts parts;

    private volatile boolean closed;

    /** Bytes as they were put; nobody changes them. */
    private static final class Held {
        private final StoredAsset asset;
        private final byte[] bytes;

        Held(StoredAsset asset, byte[] bytes) {
            this.asset = asset;
            this.bytes = bytes;
        }

        StoredAsset asset() {
            return asset;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    private MemoryBlobs(Map<AssetKey, Held> held, BlobParts parts) {
        this.held = held;
        this.parts = parts;
    }

    /**
     * An empty place.
     *
     * @return the place
     */
    public static MemoryBlobs create() {
        return new MemoryBlobs(new LinkedHashMap<>(), new BlobParts());
    }

    /**
     * The same memory once more, open, in the place of another process or of a later start.
     *
     * @return the place
     */
    public MemoryBlobs again() {
        return new MemoryBlobs(held, parts);
    }

    @Override
    public StorageDescription description() {
        return new StorageDescription("MemoryBlobs", "memory", true, false, true, List.of());
    }

    @Override
    public AssetRef refTo(AssetKey key, AssetFacts facts) {
        return new AssetRef.Idb(key.toString(), facts);
    }

    @Override
    public StoredAsset put(Filling filling) throws IOException {
        requireOpen();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        NewAsset wished = filling.fill(out);
        return keep(wished, out.toByteArray());
    }

    @Override
    public Optional<AssetDraft> draft(AssetHash hash) {
        requireOpen();
        return parts.open(Objects.requireNonNull(hash, "A hash is needed; it names the content"), this::keep);
    }

    @Override
    public Set<AssetHash> drafts() {
        requireOpen();
        return parts.all();
    }

    private StoredAsset keep(NewAsset wished, byte[] bytes) {
        synchronized (held) {
            Held same = of(wished.hash());
            AssetKey key = same == null ? free(wished) : same.asset().key();
            long createdAt = same == null ? wished.createdAt() : same.asset().createdAt();
            StoredAsset asset = new StoredAsset(key, bytes.length, createdAt, wished.hash());
            held.put(key, new Held(asset, bytes));
            return asset;
        }
    }

    /** The wished name, unless other content has it or it reads like the hash of other content. */
    private AssetKey free(NewAsset wished) {
        AssetKey key = wished.key();
        boolean taken = held.containsKey(key) || AssetHash.isHex(key.id());
        return taken ? AssetKey.of(key.type(), wished.hash()) : key;
    }

    private @Nullable Held of(AssetHash hash) {
        return held.values().stream()
                .filter(each -> hash.equals(each.asset().hash()))
                .findFirst()
                .orElse(null);
    }

    @Override
    public Optional<StoredAsset> find(AssetHash hash) {
        requireOpen();
        synchronized (held) {
            return Optional.ofNullable(of(hash)).map(Held::asset);
        }
    }

    @Override
    public Optional<StoredAsset> find(AssetKey key) {
        requireOpen();
        synchronized (held) {
            return Optional.ofNullable(held.get(key)).map(Held::asset);
        }
    }

    @Override
    public Optional<InputStream> open(AssetKey key, long from) {
        requireOpen();
        synchronized (held) {
            return Optional.ofNullable(held.get(key)).map(found -> from(found.bytes(), from));
        }
    }

    private static InputStream from(byte[] bytes, long from) {
        int start = Math.toIntExact(Objects.checkIndex(from, bytes.length + 1L));
        return new ByteArrayInputStream(bytes, start, bytes.length - start);
    }

    @Override
    public boolean remove(AssetKey key) {
        requireOpen();
        synchronized (held) {
            return held.remove(key) != null;
        }
    }

    @Override
    public void list(Visitor visitor) throws IOException {
        requireOpen();
        List<StoredAsset> all;
        synchronized (held) {
            all = held.values().stream().map(Held::asset).toList();
        }
        for (StoredAsset asset : all) {
            visitor.visit(asset);
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    private void requireOpen() {
        if (closed) {
            throw new StorageException(
                    StorageException.Kind.LOCKED, "The assets in memory are closed", "Open the store once more");
        }
    }
}
