package dev.weftwork.asset;

import dev.weftwork.graph.AssetHash;
import dev.weftwork.spi.AssetAdapter;
import dev.weftwork.spi.AssetKey;
import dev.weftwork.spi.NewAsset;
import dev.weftwork.spi.StorageException;
import dev.weftwork.spi.StoredAsset;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One move of all assets: copy until little is missing, copy that while nobody begins or ends to put, switch, delete. Up to
 * the switch the old place is complete, and from then on the new one is. Used once.
 */
final class AssetMoving {
    private final MovableAssets assets;
    private final AssetAdapter from;
    private final AssetAdapter to;
    private final AssetMoveListener listener;
    private final Set<AssetKey> damaged = new LinkedHashSet<>();
    private final Set<AssetKey> renamed = new LinkedHashSet<>();
    /** Content that the new place has whole. */
    private final Set<AssetHash> sure = new HashSet<>();

    private int copied;
    /** How many came while the others were copied. */
    private int late;

    private long copiedBytes;
    private int there;
    private long thereBytes;
    /** What is read and deleted from: the old place, or the part of it that is not the new one. */
    private AssetAdapter source;

    AssetMoving(MovableAssets assets, AssetAdapter from, AssetAdapter to, AssetMoveListener listener) {
        this.assets = assets;
        this.from = from;
        this.source = from;
        this.to = to;
        this.listener = listener;
    }

    AssetMove run() {
        try {
            source = source();
            // whoever deletes deletes from both
            assets.use(new LayeredAssets(from, to, List.of()));
            copyMost();
            assets.switching(() -> {
                // nobody may put now, the listener included, so it is told of this later
                late = copyAll(AssetMoveListener.NONE);
                listener.switching();
                assets.use(new LayeredAssets(to, from, List.of()));
            });
        } catch (IOException e) {
            return stopped(new StorageException(
                    StorageException.Kind.IO,
                    "The assets could not be moved: " + e.getMessage(),
                    "Move them once more; what was copied is not copied again",
                    e));
        } catch (StorageException e) {
            return stopped(e);
        } catch (RuntimeException e) {
            assets.use(from);
            throw e;
        }
        if (late > 0) {
            listener.moved(there, there, thereBytes, thereBytes);
        }
        // what they still put in the old place goes from there, too
        assets.awaitOlder();
        int left = deleteAll();
        assets.use(to);
        PartsMoving.move(source, to);
        assets.retire(from);
        return new AssetMove.Moved(copied, copiedBytes, List.copyOf(damaged), List.copyOf(renamed), left);
    }

    /** Copies until little is missing; what comes as fast as it is copied would keep this going for ever. */
    private void copyMost() throws IOException {
        int before = Integer.MAX_VALUE;
        int missing = copyAll(listener);
        while (missing > 0 && missing < before) {
            before = missing;
            missing = copyAll(listener);
        }
    }

    private AssetMove stopped(StorageException why) {
        assets.use(from);
        return new AssetMove.Stopped(copied, copiedBytes, why);
    }

    /**
     * What is to be moved: two ways to one place look different and are not. What is put by the one is found by the other;
     * of two places in one, the one that is the new place keeps what it has.
     */
    private AssetAdapter source() throws IOException {
        byte[] probe = probe();
        AssetHash hash = hash(probe);
        StoredAsset put = to.put(out -> {
            out.write(probe);
            return new NewAsset(AssetKey.of("probe", hash), hash, 0);
        });
        try {
            return LayeredAssets.without(place -> place.find(hash).isPresent(), from)
                    .orElseThrow(() -> new IllegalArgumentException("The assets are at "
                            + to.description().place() + " already; name another place to move them to"));
        } finally {
            boolean unused = to.remove(put.key());
        }
    }

    /** Bytes that the old place does not have. */
    private byte[] probe() throws IOException {
        for (int i = 0; ; i++) {
            byte[] probe = ("Two places, or one? " + i).getBytes(StandardCharsets.UTF_8);
            if (from.find(hash(probe)).isEmpty()) {
                return probe;
            }
        }
    }

    private static AssetHash hash(byte[] bytes) {
        var digest = Digesting.sha256();
        digest.update(bytes);
        return AssetHash.of(digest);
    }

    private List<StoredAsset> all() throws IOException {
        List<StoredAsset> all = new ArrayList<>();
        source.list(all::add);
        return all;
    }

    /** Gives how many were missing. */
    private int copyAll(AssetMoveListener told) throws IOException {
        List<StoredAsset> all = all();
        long bytes = all.stream().mapToLong(StoredAsset::bytes).sum();
        int before = copied;
        there = 0;
        thereBytes = 0;
        for (StoredAsset asset : all) {
            if (!damaged.contains(asset.key()) && !isThere(asset)) {
                copy(asset);
            }
            there++;
            thereBytes += asset.bytes();
            told.moved(there, all.size(), thereBytes, bytes);
        }
        return copied - before;
    }

    /** Whether the new place has it whole; what this move did not put there itself is read to its end once. */
    private boolean isThere(StoredAsset asset) throws IOException {
        AssetHash hash = asset.hash() == null ? hashOf(source, asset.key()) : asset.hash();
        Optional<StoredAsset> found = hash == null ? Optional.empty() : to.find(hash);
        if (hash == null || found.isEmpty()) {
            return false;
        }
        if (!sure.contains(hash) && hash.equals(hashOf(to, found.get().key()))) {
            sure.add(hash);
        }
        return sure.contains(hash);
    }

    private static @Nullable AssetHash hashOf(AssetAdapter place, AssetKey key) throws IOException {
        Optional<InputStream> content = place.open(key, 0);
        if (content.isEmpty()) {
            return null;
        }
        try (InputStream bytes = content.get()) {
            return Digesting.copy(bytes, OutputStream.nullOutputStream()).hash();
        } catch (Digesting.SourceFailure e) {
            throw e.unwrapped();
        }
    }

    private void copy(StoredAsset asset) throws IOException {
        Optional<InputStream> content = source.open(asset.key(), 0);
        if (content.isEmpty()) {
            return;
        }
        try (InputStream bytes = content.get()) {
            StoredAsset put = to.put(out -> {
                Digesting.Passed passed = Digesting.copy(bytes, out);
                if (asset.hash() != null && !asset.hash().equals(passed.hash())) {
                    throw new AssetCorruptedException("Asset " + asset.key() + " is damaged");
                }
                return new NewAsset(asset.key(), passed.hash(), asset.createdAt());
            });
            sure.add(Objects.requireNonNull(put.hash(), "what is put has a hash"));
            copied++;
            copiedBytes += put.bytes();
            if (!put.key().equals(asset.key())) {
                renamed.add(asset.key());
            }
            if (source.find(asset.key()).isEmpty()) {
                // somebody deleted it meanwhile
                boolean unused = to.remove(put.key());
            }
        } catch (AssetCorruptedException e) {
            damaged.add(asset.key());
        } catch (Digesting.SourceFailure e) {
            throw e.unwrapped();
        }
    }

    /** Gives how many could not be deleted from the old place. */
    private int deleteAll() {
        int left = 0;
        try {
            for (StoredAsset asset : all()) {
                left += !damaged.contains(asset.key()) && isThere(asset) && !isDeleted(asset) ? 1 : 0;
            }
        } catch (IOException | StorageException e) {
            // copies that nobody needs stay; moving back and forth once more takes them away
            left++;
        }
        return left;
    }

    private boolean isDeleted(StoredAsset asset) {
        try {
            return source.remove(asset.key());
        } catch (IOException | StorageException e) {
            return false;
        }
    }
}
