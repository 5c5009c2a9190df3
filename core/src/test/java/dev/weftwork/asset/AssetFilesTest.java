package dev.weftwork.asset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.graph.AssetFacts;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.spi.CapabilityNotice;
import dev.weftwork.spi.StorageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Assets as files: where they lie, and what becomes of files that are not as they should be. */
final class AssetFilesTest {
    private static final String FOX = "776cb326ab0cd5f0a974c1b9606044d8485201f2db19cf8e3749bdee5f36e200";

    @TempDir
    Path directory;

    private AssetStorage assets() {
        return AssetStorage.on(DirectoryAssets.at(directory), () -> 1_000);
    }

    private AssetRef put(AssetOptions options) throws IOException {
        return assets().put(new ByteArrayInputStream("fox".getBytes(StandardCharsets.UTF_8)), options);
    }

    private static String text(Optional<InputStream> content) throws IOException {
        try (InputStream stream = content.orElseThrow()) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void theyLieUnderTypeAndId() throws IOException {
        assertThat(put(AssetOptions.of("image/png")).toJson().text())
                .startsWith("{\"kind\":\"opfs\",\"path\":\"assets/image/" + FOX + "\",");

        assertThat(directory.resolve("assets/image/" + FOX)).hasContent("fox");
    }

    @Test
    void theyLieUnderTheNameThatWasWishedFor() throws IOException {
        put(AssetOptions.NONE.type("video").id("intro.mp4"));

        assertThat(directory.resolve("assets/video/intro.mp4")).hasContent("fox");
        assertThat(assets().list(AssetOrder.OLDEST_FIRST)).hasSize(1);
    }

    @Test
    void aChosenDirectoryIsNamedByItsHandle() {
        AssetStorage chosen = AssetStorage.on(DirectoryAssets.chosen("media", directory), () -> 0);

        AssetRef ref = chosen.refTo(new byte[] {1}, AssetOptions.of("audio/wav").id("beep"));

        assertThat(ref.toJson().text()).startsWith("{\"kind\":\"fs-handle\",\"handleId\":\"media/assets/audio/beep\",");
        assertThatThrownBy(() -> DirectoryAssets.chosen("../etc", directory))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFileThatWasChangedIsFoundWhenItIsRead() throws IOException {
        AssetRef ref = put(AssetOptions.of("image/png"));
        Files.writeString(directory.resolve("assets/image/" + FOX), "f0x");

        assertThatThrownBy(() -> text(assets().get(ref)))
                .isInstanceOf(AssetCorruptedException.class)
                .hasMessageContaining("put the right content once more");
        assertThat(assets().verify(ref)).contains(false);
        put(AssetOptions.of("image/png"));
        assertThat(text(assets().get(ref))).isEqualTo("fox");
    }

    @Test
    void aFileThatWasCutIsFoundAtOnce() throws IOException {
        AssetRef ref = put(AssetOptions.of("image/png"));
        Files.writeString(directory.resolve("assets/image/" + FOX), "fo");

        assertThatThrownBy(() -> assets().get(ref))
                .isInstanceOf(AssetCorruptedException.class)
                .hasMessageContaining("should have 3 bytes and has 2");
    }

    @Test
    void whatAnotherProgramLeftCanBeRead() throws IOException {
        Files.createDirectories(directory.resolve("assets/image"));
        Files.writeString(directory.resolve("assets/image/of-a-browser"), "hen");

        assertThat(text(assets().get(new AssetRef.Opfs("/atelier/assets/image/of-a-browser", AssetFacts.NONE))))
                .isEqualTo("hen");
    }

    @Test
    void whatAKilledProcessLeftIsNoAssetAndIsSwept() throws IOException {
        put(AssetOptions.of("image/png"));
        Path left = directory.resolve("assets/.incoming/incoming-1.part");
        Files.writeString(left, "half of somethi");

        assertThat(assets().list(AssetOrder.OLDEST_FIRST)).hasSize(1);
        assets().sweep();
        assertThat(left).doesNotExist();
        assertThat(directory.resolve("assets/image/" + FOX)).hasContent("fox");
    }

    @Test
    void whatIsBeingPutIsNoLeftoverForASweepBesideIt() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        AssetStorage sweeping = assets();
        CompletableFuture<Integer> sweeps = CompletableFuture.supplyAsync(() -> {
            int count = 0;
            for (; !done.get() || count == 0; count++) {
                sweeping.sweep();
            }
            return count;
        });
        try {
            AssetStorage putting = assets();
            for (int i = 0; i < 500; i++) {
                byte[] content = ("fox " + i).getBytes(StandardCharsets.UTF_8);
                AssetRef ref = putting.put(new ByteArrayInputStream(content), AssetOptions.of("image/png"));
                assertThat(putting.verify(ref)).contains(true);
            }
        } finally {
            done.set(true);
        }
        assertThat(sweeps.get()).isPositive();
        assertThat(directory.resolve("assets/.incoming")).isEmptyDirectory();
    }

    @Test
    void sweepingLeavesWhatIsNotOursAlsoBehindALink() throws IOException {
        put(AssetOptions.of("image/png"));
        Path incoming = directory.resolve("assets/.incoming");
        Path foreign = Files.writeString(incoming.resolve("thesis.txt"), "years of work");
        Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
        Path download = Files.writeString(elsewhere.resolve("incoming-2.part"), "of another program");

        assets().sweep();
        assertThat(foreign).hasContent("years of work");

        Files.delete(foreign);
        Files.delete(incoming);
        Files.createSymbolicLink(incoming, elsewhere);
        assets().sweep();
        assertThat(download).hasContent("of another program");
    }

    @Test
    void aPlaceThatCannotBeWrittenSaysSo() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "in the way");
        DirectoryAssets blocked = DirectoryAssets.at(file.resolve("studio"));

        assertThat(blocked.description().writable()).isFalse();
        assertThat(blocked.description().notices())
                .extracting(CapabilityNotice::code)
                .containsExactly("read-only");
        assertThatThrownBy(() ->
                        AssetStorage.on(blocked, () -> 0).put(new ByteArrayInputStream(new byte[1]), AssetOptions.NONE))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.kind()).isEqualTo(StorageException.Kind.READ_ONLY));
    }

    @Test
    void notesAreWrittenWhereAKilledProcessLeavesThemToTheSweep() throws IOException {
        put(AssetOptions.NONE.type("video").id("intro.mp4"));
        Path hash = Files.writeString(directory.resolve("assets/.hashes/video/incoming-3.part"), "sha2");
        Path name = Files.writeString(directory.resolve("assets/.names/incoming-4.part"), "video/in");

        assets().sweep();

        assertThat(hash).as("of an earlier version").doesNotExist();
        assertThat(name).as("of an earlier version").doesNotExist();
        assertThat(directory.resolve("assets/.hashes/video/intro.mp4")).exists();
        assertThat(directory.resolve("assets/.names/" + FOX)).exists();
        assertThat(directory.resolve("assets/.incoming")).isEmptyDirectory();
    }

    @Test
    void anAssetThatIsCalledLikeALeftoverKeepsItsNote() throws IOException {
        AssetRef ref = put(AssetOptions.NONE.type("video").id("incoming-5.part"));

        assets().sweep();

        assertThat(directory.resolve("assets/.hashes/video/incoming-5.part")).exists();
        assertThat(assets().verify(ref)).contains(true);
    }

    @Test
    void whoeverClaimsANameFirstKeepsIt() throws IOException {
        put(AssetOptions.NONE.type("video").id("intro.mp4"));

        AssetRef second = assets().put(
                        new ByteArrayInputStream("hen".getBytes(StandardCharsets.UTF_8)),
                        AssetOptions.NONE.type("video").id("intro.mp4"));

        assertThat(directory.resolve("assets/video/intro.mp4")).hasContent("fox");
        assertThat(text(assets().get(second))).isEqualTo("hen");
    }
}
