package dev.weftwork.spi;

import dev.weftwork.graph.AssetHash;
import java.util.Objects;

/**
 * What bytes are to be called that have just been handed over. Immutable.
 *
 * @param key the wished name
 * @param hash the hash of the bytes
 * @param createdAt when they came to be, in milliseconds since 1970
 */
public record NewAsset(AssetKey key, AssetHash hash, long createdAt) {
    /**
     * Checks that nothing is missing.
     *
     * @param key the wished name
     * @param hash the hash
     * @param createdAt when they came to be
     */
    public NewAsset {
        Objects.requireNonNull(key, "A key is needed; AssetKey.of(type, hash) makes one of the hash");
        Objects.requireNonNull(hash, "A hash is needed; it names the content");
    }
}
