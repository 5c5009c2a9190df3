package dev.weftwork.asset;

import java.util.Comparator;

/** In which order assets are listed. */
public enum AssetOrder {
    /** What takes most space comes first. */
    LARGEST_FIRST,
    /** What has been there longest comes first. */
    OLDEST_FIRST,
    /** What nobody refers to comes first. */
    LEAST_USED_FIRST;

    Comparator<AssetInfo> comparator() {
        Comparator<AssetInfo> first = switch (this) {
            case LARGEST_FIRST -> Comparator.comparingLong(AssetInfo::bytes).reversed();
            case OLDEST_FIRST -> Comparator.comparingLong(AssetInfo::createdAt);
            case LEAST_USED_FIRST ->
                Comparator.comparingInt(asset -> asset.uses().size());
        };
        return first.thenComparing(asset -> asset.ref().locator());
    }
}
