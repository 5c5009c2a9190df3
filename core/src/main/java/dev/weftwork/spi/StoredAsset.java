package dev.weftwork.spi;

import dev.weftwork.graph.AssetHash;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An asset that lies in a place. Immutable.
 *
 * @param key what it is called there
 * @param bytes its length as it lies there
 * @param createdAt when it came to be, in milliseconds since 1970
 * @param hash the hash that it was put under, or null if another program left it there without one
 */
public record StoredAsset(
        AssetKey key, long bytes, long createdAt, @Nullable AssetHash hash) {
    /**
     * Checks that it has a key.
     *
     * @param key what it is called
     * @param bytes its length
     * @param createdAt when it came to be
     * @param hash its hash, or null
     */
    public StoredAsset {
        Objects.requireNonNull(key, "A key is needed; it is what the asset is called");
    }
}
