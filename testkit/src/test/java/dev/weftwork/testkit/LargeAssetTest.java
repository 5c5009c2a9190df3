package dev.weftwork.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.asset.AssetOrder;
import dev.weftwork.asset.AssetStorage;
import dev.weftwork.asset.DirectoryAssets;
import dev.weftwork.graph.AssetHash;
import dev.weftwork.spi.AssetAdapter;
import dev.weftwork.spi.AssetDraft;
import dev.weftwork.spi.AssetKey;
import dev.weftwork.spi.NewAsset;
import dev.weftwork.spi.StoredAsset;
import java.io.IOException;
import java.nio.ByteBuffer;
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

    @Test
    void whatOneStoreOfAProcessWritesIsKeptFromOtherProcessesThoughAnotherStoreLooksAtIt() throws IOException {
        AssetHash coming = new AssetHash("ab".repeat(32));
        AssetHash put = new AssetHash("cd".repeat(32));
        AssetAdapter one = DirectoryAssets.at(assets());
        AssetAdapter two = DirectoryAssets.at(assets());
        try (AssetDraft part = one.draft(coming).orElseThrow()) {
            part.append(ByteBuffer.wrap(new byte[100]));
            StoredAsset stored = one.put(out -> {
                out.write(1);
                assertThat(two.draft(coming)).isEmpty();
                two.sweep();
                assertThat(takenByAnotherProcess(coming)).isEqualTo("false");
                return new NewAsset(AssetKey.of("png", put), put, 1);
            });

            assertThat(stored.hash()).isEqualTo(put);
            assertThat(part.open()).hasBinaryContent(new byte[100]);
        }
        assertThat(takenByAnotherProcess(coming)).as("once nobody has it").isEqualTo("true");
    }

    private String takenByAnotherProcess(AssetHash hash) throws IOException {
        JavaProgram program = JavaProgram.of(AssetProgram.class, directory.resolve("scratch"));
        try (JavaProcess process = program.start("take", assets().toString(), hash.hex())) {
            return process.await("TAKEN ");
        }
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
