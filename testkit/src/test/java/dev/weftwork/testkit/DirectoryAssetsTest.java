package dev.weftwork.testkit;

import dev.weftwork.asset.DirectoryAssets;
import dev.weftwork.spi.AssetAdapter;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Assets in the managed directory keep the contract. */
final class DirectoryAssetsTest extends AssetAdapterContract {
    @TempDir
    Path directory;

    @Override
    public AssetAdapter open() {
        return DirectoryAssets.at(directory.resolve("studio"));
    }
}
