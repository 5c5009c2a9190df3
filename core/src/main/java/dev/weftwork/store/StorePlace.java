package dev.weftwork.store;

import dev.weftwork.graph.AssetHash;
import dev.weftwork.spi.AssetAdapter;
import dev.weftwork.spi.CapabilityNotice;
import dev.weftwork.spi.ForwardingAssets;
import dev.weftwork.spi.NewAsset;
import dev.weftwork.spi.StorageDescription;
import dev.weftwork.spi.StoredAsset;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** The place of a store's assets, whose description also says what it does not take. Safe for use by many threads. */
final class StorePlace extends ForwardingAssets {
    private final AssetAdapter place;
    private final Leftovers leftovers;
    private volatile Consumer<AssetHash> beforeNaming = hash -> {};

    StorePlace(AssetAdapter place, Leftovers leftovers) {
        this.place = place;
        this.leftovers = leftovers;
    }

    @Override
    protected AssetAdapter place() {
        return place;
    }

    /** From now on somebody is told of content before it is put under its name, or found to be here. */
    void tell(Consumer<AssetHash> listener) {
        beforeNaming = listener;
    }

    @Override
    public StoredAsset put(Filling filling) throws IOException {
        Objects.requireNonNull(filling, "A filling is needed; it hands the bytes over");
        return super.put(out -> {
            NewAsset wished = filling.fill(out);
            beforeNaming.accept(wished.hash());
            return wished;
        });
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
