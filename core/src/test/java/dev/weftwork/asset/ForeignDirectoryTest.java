package dev.weftwork.asset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.graph.AssetFacts;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.spi.StorageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory that a person chose may be gone, and may hold links that lead elsewhere. */
final class ForeignDirectoryTest {
    @TempDir
    Path home;

    private Path outside;
    private Path inside;

    @BeforeEach
    void make() throws IOException {
        outside = Files.createDirectories(home.resolve("outside/image"));
        inside = Files.createDirectories(home.resolve("chosen"));
        Files.writeString(outside.resolve("key"), "private");
    }

    private AssetStorage chosen() {
        return AssetStorage.on(DirectoryAssets.chosen("media", inside), () -> 0);
    }

    private static AssetRef image(String id) {
        return new AssetRef.FsHandle("media/assets/image/" + id, AssetFacts.NONE);
    }

    private void assertNothingIsThere() {
        assertThat(chosen().get(image("key"))).isEmpty();
        assertThat(chosen().stat(image("key"))).isEmpty();
        assertThat(chosen().list(AssetOrder.OLDEST_FIRST)).isEmpty();
        assertThat(chosen().delete(image("key"))).isEqualTo(new AssetDeletion.Unknown());
        assertThat(outside.resolve("key")).exists();
    }

    @Test
    void aLinkToAFileIsNotFollowed() throws IOException {
        Files.createDirectories(inside.resolve("assets/image"));
        Files.createSymbolicLink(inside.resolve("assets/image/key"), outside.resolve("key"));

        assertNothingIsThere();
    }

    @Test
    void aLinkToADirectoryIsNotFollowedAndNothingIsPutThere() throws IOException {
        Files.createDirectories(inside.resolve("assets"));
        Files.createSymbolicLink(inside.resolve("assets/image"), outside);

        assertNothingIsThere();
        assertThatThrownBy(() -> chosen().put(new ByteArrayInputStream(new byte[3]), "image/png"))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("is a link");
        assertThat(outside).isDirectoryNotContaining(file -> !file.endsWith("key"));
    }

    @Test
    void aLinkInThePlaceOfAllAssetsIsNotFollowed() throws IOException {
        Files.createSymbolicLink(inside.resolve("assets"), home.resolve("outside"));

        assertNothingIsThere();
    }

    @Test
    void theChosenDirectoryItselfMayBeALink() throws IOException {
        Path alias = Files.createSymbolicLink(home.resolve("alias"), inside);
        AssetStorage assets = AssetStorage.on(DirectoryAssets.chosen("media", alias), () -> 0);

        assertThat(assets.verify(assets.put(new ByteArrayInputStream(new byte[3]), "image/png")))
                .contains(true);
    }

    @Test
    void aChosenDirectoryThatIsGoneSaysWhatToDoAndIsNotMadeAnew() throws IOException {
        AssetStorage assets = chosen();
        Files.delete(inside);

        assertThatThrownBy(() -> assets.get(image("fox"))).isInstanceOfSatisfying(StorageException.class, why -> {
            assertThat(why.kind()).isEqualTo(StorageException.Kind.GONE);
            assertThat(why.remedy()).contains("same handle");
        });
        assertThatThrownBy(() -> assets.put(new ByteArrayInputStream(new byte[3]), "image/png"))
                .isInstanceOf(StorageException.class);
        assertThat(assets.description().writable()).isFalse();
        assertThat(assets.description().notices())
                .extracting(notice -> notice.code())
                .containsExactly("gone");
        assertThat(inside).doesNotExist();
    }
}
