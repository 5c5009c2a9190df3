package dev.weftwork.store;

import dev.weftwork.asset.AssetReferrer;
import dev.weftwork.asset.AssetStorage;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.schedule.Lane;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.spi.AssetAdapter;
import dev.weftwork.spi.StorageException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Assets as a store has them, if it was given a place for them. */
final class StoreAssets {
    private static final Logger LOG = LoggerFactory.getLogger(StoreAssets.class);

    private final @Nullable Kept kept;

    private record Kept(AssetAdapter place, AssetStorage assets, Deposits deposits, Offloading offloading) {}

    private StoreAssets(@Nullable Kept kept) {
        this.kept = kept;
    }

    static StoreAssets of(StoreBuilder builder, Scheduler scheduler) {
        AssetAdapter place = builder.assets;
        if (place == null) {
            return new StoreAssets(null);
        }
        AssetStorage assets = AssetStorage.on(place, scheduler::wallMillis);
        Deposits deposits = new Deposits(assets);
        return new StoreAssets(new Kept(
                place,
                new SettledAssets(assets, deposits),
                deposits,
                new Offloading(builder.assetPolicy, assets, deposits)));
    }

    /** What graphs refer to is kept from now on, and what killed processes left is swept away. */
    void begin(AssetReferrer graphs, Scheduler scheduler) {
        if (kept == null) {
            return;
        }
        AssetStorage.Registration unused = kept.assets.alsoReferredBy(graphs);
        Lane lane = scheduler.lane("assets");
        lane.execute(() -> sweep(kept.assets));
        lane.close();
    }

    private static void sweep(AssetStorage assets) {
        try {
            assets.sweep();
        } catch (StorageException e) {
            LOG.atInfo().log("What killed processes left of assets stays for now: {}", e.getMessage());
        }
    }

    AssetStorage storage() {
        if (kept == null) {
            throw new IllegalStateException(
                    "The store was opened without a place for assets; call assets(…) before open()");
        }
        return kept.assets;
    }

    /** What an edit writes, with references in the place of large binaries; under the replica's lock. */
    List<EntityWrites> lighten(List<EntityWrites> writes) {
        return kept == null ? writes : kept.offloading.lighten(writes);
    }

    /** Puts what edits brought along; to be called before these are written. */
    void settle() throws IOException {
        if (kept != null) {
            kept.deposits.settle();
        }
    }

    /** Lets go of the place; gives the failure that was, or else the one that this brings. */
    @Nullable StorageException close(@Nullable StorageException failure) {
        try {
            if (kept != null) {
                kept.place.close();
            }
        } catch (IOException e) {
            return failure != null
                    ? failure
                    : new StorageException(
                            StorageException.Kind.IO,
                            "The place of assets reported a failure when it was closed: " + e.getMessage(),
                            "What was put still is there; check the disk",
                            e);
        }
        return failure;
    }
}
