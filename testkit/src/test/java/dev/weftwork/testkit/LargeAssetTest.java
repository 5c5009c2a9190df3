package dev.weftwork.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.asset.AssetOrder;
import dev.weftwork.asset.AssetStorage;
import dev.weftwork.asset.DirectoryAssets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Assets in processes of their own: much larger than the memory, and killed in the middle. */
final class LargeAssetTest {
    private static final int HEAP = 20;
    private static final int MEBIBYTES = Integer.getInteger("weftwork.asset.mebibytes", 128);

    @TempDir
    Path directory;

    @Test
    void anAssetIsManyTimesAsLargeAsTheMemory() throws IOException {
        JavaProgram program =
                JavaProgram.of(AssetProgram.class, directory.resolve("scratch")).withHeap(HEAP);
        try (JavaProcess process = program.start("large", assets().toString(), String.valueOf(MEBIBYTES))) {
            assertThat(process.await("READ ")).isEqualTo("true " + ((long) MEBIBYTES << 20));
        }
    }

    @Test
    void whatAKilledProcessWasPuttingIsNotThere() throws IOException {
        JavaProgram program = JavaProgram.of(AssetProgram.class, directory.resolve("scratch"));
        AssetStorage assets = AssetStorage.on(DirectoryAssets.at(assets()), () -> 0);
        try (JavaProcess process = program.start("half", assets().toString(), "4")) {
            assertThat(process.await("HALF")).isEmpty();
            assets.sweep();
            assertThat(leftovers()).as("a live process is writing it").isEqualTo(1);
            process.kill();
        }

        assertThat(assets.list(AssetOrder.OLDEST_FIRST)).isEmpty();
        assets.sweep();
        assertThat(leftovers()).isZero();
    }

    private Path assets() {
        return directory.resolve("studio");
    }

    private long leftovers() throws IOException {
        try (Stream<Path> files = Files.list(assets().resolve("assets/.incoming"))) {
            return files.count();
        }
    }
}
