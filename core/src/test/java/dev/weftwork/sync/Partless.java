package dev.weftwork.sync;

import dev.weftwork.graph.AssetHash;
import dev.weftwork.memory.MemoryBlobs;
import dev.weftwork.spi.AssetAdapter;
import dev.weftwork.spi.AssetDraft;
import dev.weftwork.spi.ForwardingAssets;
import java.util.Optional;
import java.util.Set;

/** A place that takes assets only as a whole, as any may. */
final class Partless extends ForwardingAssets {
    private final MemoryBlobs blobs = MemoryBlobs.create();

    @Override
    protected AssetAdapter place() {
        return blobs;
    }

    @Override
    public Optional<AssetDraft> draft(AssetHash hash) {
        return Optional.empty();
    }

    @Override
    public Set<AssetHash> drafts() {
        return Set.of();
    }
}
