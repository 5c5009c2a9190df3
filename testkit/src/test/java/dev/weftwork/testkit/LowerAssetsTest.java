package dev.weftwork.testkit;

import dev.weftwork.asset.AssetPlaces;
import dev.weftwork.asset.DirectoryAssets;
import dev.weftwork.spi.AssetAdapter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;

/** What lies in the second of two places keeps the contract: each opening has a new, empty first place. */
final class LowerAssetsTest extends AssetAdapterContract {
    private final AtomicInteger openings = new AtomicInteger();

    @TempDir
    Path directory;

    @Override
    public AssetAdapter open() {
        Path lower = directory.resolve("lower");
        boolean begun = Files.exists(lower);
        AssetAdapter real = DirectoryAssets.at(lower);
        return begun
                ? AssetPlaces.layered(
                        DirectoryAssets.at(directory.resolve("upper-" + openings.incrementAndGet())), real)
                : real;
    }
}
