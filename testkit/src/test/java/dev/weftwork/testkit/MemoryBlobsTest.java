package dev.weftwork.testkit;

import dev.weftwork.memory.MemoryBlobs;
import dev.weftwork.spi.AssetAdapter;

/** Assets in memory keep the contract. */
final class MemoryBlobsTest extends AssetAdapterContract {
    private final MemoryBlobs memory = MemoryBlobs.create();

    @Override
    public AssetAdapter open() {
        return memory.again();
    }
}
