package dev.weftwork.store;

import dev.weftwork.asset.AssetStorage;
import dev.weftwork.graph.AssetHash;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Keeps what is put until what killed processes left has been looked through: whoever puts content that lies there already
 * has not referred to it yet. Safe for use by many threads.
 */
final class HeldPuts {
    private final AssetStorage assets;
    private final Set<AssetHash> put = new HashSet<>();
    private final Map<AssetHash, AssetStorage.Registration> kept = new HashMap<>();
    private boolean keeping;
    private boolean closed;

    HeldPuts(AssetStorage assets) {
        this.assets = assets;
    }

    synchronized void hold(AssetHash hash) {
        if (closed) {
            return;
        }
        if (keeping) {
            kept.computeIfAbsent(hash, assets::keep);
        } else {
            put.add(hash);
        }
    }

    /** From now on nothing is deleted that was put or is being put; before, that is nobody's business. */
    synchronized void keep() {
        keeping = true;
        put.forEach(hash -> kept.computeIfAbsent(hash, assets::keep));
        put.clear();
    }

    synchronized void close() {
        closed = true;
        kept.values().forEach(AssetStorage.Registration::close);
        kept.clear();
        put.clear();
    }
}
