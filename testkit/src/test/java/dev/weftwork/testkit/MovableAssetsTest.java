package dev.weftwork.testkit;

import dev.weftwork.asset.DirectoryAssets;
import dev.weftwork.asset.MovableAssets;
import dev.weftwork.spi.AssetAdapter;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** A place that can become another keeps the contract. */
final class MovableAssetsTest extends AssetAdapterContract {
    @TempDir
    Path directory;

    @Override
    public AssetAdapter open() {
        return MovableAssets.in(DirectoryAssets.at(directory.resolve("studio")));
    }
}
