package dev.weftwork.store;

import dev.weftwork.asset.AssetInfo;
import dev.weftwork.asset.AssetOrder;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.OpId;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.spi.AssetKey;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A removal, with the graph as it was when it was removed. */
final class DefaultRemoval implements WorkflowRemoval {
    private final Commit commit;
    private final GraphState removed;
    private final StoreAssets assets;
    private final Sealing sealing;

    DefaultRemoval(Commit commit, GraphState removed, StoreAssets assets, Sealing sealing) {
        this.commit = commit;
        this.removed = removed;
        this.assets = assets;
        this.sealing = sealing;
    }

    @Override
    public List<AssetInfo> orphans() {
        if (!assets.isThere()) {
            return List.of();
        }
        Set<String> mine = new HashSet<>();
        GraphReferences.references(removed, sealing, (ref, use) -> mine.add(name(ref)));
        if (mine.isEmpty()) {
            return List.of();
        }
        return assets.storage().list(AssetOrder.OLDEST_FIRST).stream()
                .filter(asset -> asset.uses().isEmpty() && isAmong(mine, asset.ref()))
                .toList();
    }

    private static boolean isAmong(Set<String> names, AssetRef ref) {
        return names.contains(name(ref)) || names.contains(key(ref));
    }

    /** Its hash, or what it is called if nobody knows that. */
    private static String name(AssetRef ref) {
        return ref.hash().isPresent() ? ref.hash().get().hex() : key(ref);
    }

    private static String key(AssetRef ref) {
        return AssetKey.endOf(ref.locator()).map(AssetKey::toString).orElse(ref.locator());
    }

    @Override
    public Optional<OpId> op() {
        return commit.op();
    }

    @Override
    public CompletableFuture<Void> durable() {
        return commit.durable();
    }

    @Override
    public CompletableFuture<SyncOutcome> synced() {
        return commit.synced();
    }

    @Override
    public void awaitDurable() {
        commit.awaitDurable();
    }
}
