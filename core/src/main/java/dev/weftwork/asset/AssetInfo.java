package dev.weftwork.asset;

import dev.weftwork.graph.AssetRef;
import java.util.List;

/**
 * An asset with what a clean-up decides by. Immutable.
 *
 * @param ref leads to it; says its media type only if who asked knew it
 * @param type what kind of thing it is
 * @param bytes its length
 * @param createdAt when it came to be, in milliseconds since 1970
 * @param uses who refers to it; empty if nobody does
 */
public record AssetInfo(AssetRef ref, String type, long bytes, long createdAt, List<AssetUse> uses) {
    /**
     * Copies the list.
     *
     * @param ref leads to it
     * @param type what kind of thing it is
     * @param bytes its length
     * @param createdAt when it came to be
     * @param uses who refers to it
     */
    public AssetInfo {
        uses = List.copyOf(uses);
    }
}
