package dev.weftwork.asset;

import java.util.Objects;

/**
 * Somebody who refers to an asset. Immutable.
 *
 * @param holder the whole that it belongs to, such as the id of a workflow
 * @param place where in it, for people to read, such as {@code node 7, config.image}
 */
public record AssetUse(String holder, String place) {
    /**
     * Checks that nothing is missing.
     *
     * @param holder the whole that it belongs to
     * @param place where in it
     */
    public AssetUse {
        Objects.requireNonNull(holder, "A holder is needed; it is who refers to the asset");
        Objects.requireNonNull(place, "A place is needed; it is where in the holder the reference stands");
    }
}
