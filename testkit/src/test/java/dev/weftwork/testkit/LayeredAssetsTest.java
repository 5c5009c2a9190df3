package dev.weftwork.testkit;

import dev.weftwork.asset.AssetPlaces;
import dev.weftwork.asset.DirectoryAssets;
import dev.weftwork.spi.AssetAdapter;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Two directories as one place keep the contract. */
final class LayeredAssetsTest extends AssetAdapterContract {
    @TempDir
    Path directory;

    @Override
    public AssetAdapter open() {
        return AssetPlaces.layered(
                DirectoryAssets.at(directory.resolve("new")), DirectoryAssets.at(directory.resolve("old")));
    }
}
