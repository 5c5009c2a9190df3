package dev.weftwork.store;

import dev.weftwork.asset.AssetStorage;
import dev.weftwork.graph.AssetHash;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps what is put until what killed processes left has been looked through: whoever puts content that lies there already
 * has not referred to it yet. Safe for use by many threads.
 */
final class HeldPuts {
    private final AssetStorage assets;
    private final Map<AssetHash, AssetStorage.Registration> held = new HashMap<>();
    private boolean closed;

    HeldPuts(AssetStorage assets) {
        this.assets = assets;
    }

    synchronized void hold(AssetHash hash) {
        if (!closed) {
            held.computeIfAbsent(hash, assets::keep);
        }
    }

    synchronized void close() {
        closed = true;
        held.values().forEach(AssetStorage.Registration::close);
        held.clear();
    }
}
