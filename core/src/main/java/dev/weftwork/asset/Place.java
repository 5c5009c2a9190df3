package dev.weftwork.asset;

import dev.weftwork.graph.AssetRef;
import dev.weftwork.spi.AssetAdapter;
import dev.weftwork.spi.AssetKey;
import dev.weftwork.spi.StorageException;
import dev.weftwork.spi.StoredAsset;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An adapter whose failures have become the library's. */
record Place(AssetAdapter adapter) {
    /** Something that an adapter does. */
    @FunctionalInterface
    interface Work<T extends @Nullable Object> {
        T run(AssetAdapter adapter) throws IOException;
    }

    <T extends @Nullable Object> T call(Work<T> work) {
        try {
            return work.run(adapter);
        } catch (IOException e) {
            throw new StorageException(
                    StorageException.Kind.IO,
                    "Assets at " + adapter.description().place() + " cannot be reached now: " + e.getMessage(),
                    "Try again; nothing was changed",
                    e);
        }
    }

    /** The content that a reference speaks of: by hash, or, if there is none or nobody knows it here, by name. */
    Optional<StoredAsset> resolve(AssetRef ref) {
        return call(places -> {
            if (ref.hash().isPresent()) {
                Optional<StoredAsset> found = places.find(ref.hash().get());
                if (found.isPresent()) {
                    return found;
                }
            }
            Optional<AssetKey> key = AssetKey.endOf(ref.locator());
            boolean elsewhere = key.isEmpty() || ref instanceof AssetRef.Url || ref instanceof AssetRef.Embedded;
            return elsewhere ? Optional.empty() : places.find(key.get()).filter(found -> fits(ref, found));
        });
    }

    private static boolean fits(AssetRef ref, StoredAsset found) {
        return ref.hash().isEmpty() || found.hash() == null || ref.hash().get().equals(found.hash());
    }
}
