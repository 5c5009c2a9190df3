package dev.weftwork.store;

import dev.weftwork.spi.AssetAdapter;
import dev.weftwork.spi.CapabilityNotice;
import dev.weftwork.spi.ForwardingAssets;
import dev.weftwork.spi.StorageDescription;
import java.util.ArrayList;
import java.util.List;

/** The place of a store's assets, whose description also says what it does not take. Safe for use by many threads. */
final class StorePlace extends ForwardingAssets {
    private final AssetAdapter place;
    private final Leftovers leftovers;

    StorePlace(AssetAdapter place, Leftovers leftovers) {
        this.place = place;
        this.leftovers = leftovers;
    }

    @Override
    protected AssetAdapter place() {
        return place;
    }

    @Override
    public StorageDescription description() {
        StorageDescription own = place.description();
        List<CapabilityNotice> notices = new ArrayList<>(own.notices());
        notices.addAll(leftovers.notices());
        return new StorageDescription(
                own.name(), own.place(), own.writable(), own.survivesPowerLoss(), own.shared(), notices);
    }
}
