package dev.weftwork.testkit;

import dev.weftwork.asset.DirectoryAssets;
import dev.weftwork.spi.AssetAdapter;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Assets in a directory that the user chose keep the contract. */
final class ChosenDirectoryTest extends AssetAdapterContract {
    @TempDir
    Path directory;

    @Override
    public AssetAdapter open() {
        return DirectoryAssets.chosen("media", directory);
    }
}
