package dev.weftwork.asset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.graph.AssetFacts;
import dev.weftwork.graph.AssetHash;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.memory.MemoryBlobs;
import dev.weftwork.spi.StorageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Content goes in under its hash and comes out as it went in. */
final class AssetStorageTest {
    /** As computed by another program. */
    private static final String FOX = "776cb326ab0cd5f0a974c1b9606044d8485201f2db19cf8e3749bdee5f36e200";

    private final MemoryBlobs place = MemoryBlobs.create();
    private long now = 1_000;
    private final AssetStorage assets = AssetStorage.on(place, () -> now);

    private AssetRef put(String text, AssetOptions options) {
        try {
            return assets.put(stream(text), options);
        } catch (IOException e) {
            throw new AssertionError("Memory does not fail", e);
        }
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Optional<InputStream> content) throws IOException {
        try (InputStream stream = content.orElseThrow()) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void contentComesBackByItsReference() throws IOException {
        AssetRef fox = put("fox", AssetOptions.of("image/png"));

        assertThat(text(assets.get(fox))).isEqualTo("fox");
        assertThat(fox.mime()).contains("image/png");
        assertThat(fox.bytes()).hasValue(3);
        assertThat(fox.hash()).contains(new AssetHash(FOX));
        assertThat(fox.locator()).isEqualTo("image/" + FOX);
    }

    @Test
    void whatSomebodyIsAboutToReferToIsNotDeleted() {
        AssetRef fox = put("fox", AssetOptions.NONE);
        AssetStorage.Registration once = assets.keep(new AssetHash(FOX));
        AssetStorage.Registration twice = assets.keep(new AssetHash(FOX));
        once.close();
        once.close();

        assertThat(assets.delete(fox).kind()).isEqualTo(AssetDeletion.Kind.STILL_REFERENCED);
        twice.close();
        assertThat(assets.delete(fox).kind()).isEqualTo(AssetDeletion.Kind.DELETED);
    }

    @Test
    void whoLetsGoWhileReferencesAreLookedForHasTheLastWord() {
        AssetRef fox = put("fox", AssetOptions.NONE);
        AssetStorage.Registration kept = assets.keep(new AssetHash(FOX));
        AssetRef hen = put("hen", AssetOptions.NONE);
        boolean[] refers = {false};
        var unused = assets.alsoReferredBy(visitor -> {
            if (refers[0]) {
                visitor.refers(hen, new AssetUse("poster", "node 7"));
            }
            // the look saw nothing, and now there is an edit
            refers[0] = true;
            kept.close();
        });

        assertThat(assets.delete(hen).kind()).isEqualTo(AssetDeletion.Kind.STILL_REFERENCED);
        assertThat(assets.stat(fox)).isPresent();
    }

    @Test
    void theSameContentIsKeptOnce() {
        AssetRef first = put("fox", AssetOptions.of("image/png").id("fox"));
        now = 2_000;
        AssetRef second = put("fox", AssetOptions.of("image/png").id("other").type("thumbnails"));

        assertThat(second).isEqualTo(first);
        assertThat(assets.list(AssetOrder.OLDEST_FIRST))
                .extracting(AssetInfo::bytes, AssetInfo::createdAt)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(3L, 1_000L));
    }

    @Test
    void aNameThatOtherContentHasIsNotGivenAgain() throws IOException {
        AssetRef first = put("fox", AssetOptions.NONE.id("cover"));
        AssetRef second = put("hen", AssetOptions.NONE.id("cover"));

        assertThat(first.locator()).isEqualTo("other/cover");
        assertThat(second.locator()).isNotEqualTo("other/cover").startsWith("other/");
        assertThat(text(assets.get(first)) + text(assets.get(second))).isEqualTo("foxhen");
    }

    @Test
    void aReferenceOfAnotherPlaceFindsTheContentByItsHash() throws IOException {
        AssetRef here = put("fox", AssetOptions.NONE);
        AssetRef elsewhere = new AssetRef.Opfs("assets/image/77", here.facts());

        assertThat(text(assets.get(elsewhere))).isEqualTo("fox");
    }

    @Test
    void aReferenceWithoutAHashFindsTheContentByItsName() throws IOException {
        put("fox", AssetOptions.of("image/png").id("fox"));

        assertThat(text(assets.get(new AssetRef.Opfs("/atelier/assets/image/fox", AssetFacts.NONE))))
                .isEqualTo("fox");
        assertThat(assets.get(new AssetRef.Opfs("assets/image/hen", AssetFacts.NONE)))
                .isEmpty();
        assertThat(assets.get(new AssetRef.Opfs("assets/image/../image/fox", AssetFacts.NONE)))
                .isEmpty();
        assertThat(assets.get(new AssetRef.Url("https://example.com/image/fox", AssetFacts.NONE)))
                .isEmpty();
    }

    @Test
    void aNameWhoseContentIsAnotherFindsNothing() {
        put("fox", AssetOptions.of("image/png").id("fox"));
        AssetHash other = new AssetHash(FOX.replace('7', '0'));

        assertThat(assets.get(new AssetRef.Idb("image/fox", AssetFacts.of(null, 3, other))))
                .isEmpty();
    }

    @Test
    void aPartIsReadWithoutTheRest() throws IOException {
        AssetRef ref = put("the quick fox", AssetOptions.NONE);

        assertThat(text(assets.get(ref, 4, 5))).isEqualTo("quick");
        assertThat(text(assets.get(ref, 10, 99))).isEqualTo("fox");
        assertThat(text(assets.get(ref, 13, 1))).isEmpty();
        assertThatThrownBy(() -> assets.get(ref, 14, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has 13 bytes");
        assertThatThrownBy(() -> assets.get(ref, -1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void contentOfAnotherHashThanExpectedIsRefused() {
        AssetHash expected = new AssetHash(FOX);

        assertThatThrownBy(() -> assets.put(stream("hen"), AssetOptions.NONE.expecting(expected)))
                .isInstanceOf(AssetCorruptedException.class)
                .hasMessageContaining(FOX);
        assertThat(assets.list(AssetOrder.LARGEST_FIRST)).isEmpty();
        assertThat(put("fox", AssetOptions.NONE.expecting(expected)).hash()).contains(expected);
    }

    @Test
    void damageIsFoundWhenTheEndIsReached() throws IOException {
        AssetHash claimed = new AssetHash(FOX);
        place.put(out -> {
            out.write("f0x".getBytes(StandardCharsets.UTF_8));
            return new dev.weftwork.spi.NewAsset(dev.weftwork.spi.AssetKey.of("other", claimed), claimed, 0);
        });
        AssetRef ref = new AssetRef.Opfs("assets/other/" + FOX, AssetFacts.of(null, 3, claimed));

        try (InputStream content = assets.get(ref).orElseThrow()) {
            assertThatThrownBy(content::readAllBytes)
                    .isInstanceOf(AssetCorruptedException.class)
                    .hasMessageContaining("other/" + FOX);
        }
        try (InputStream content = assets.get(ref).orElseThrow()) {
            assertThatThrownBy(() -> content.skipNBytes(4)).isInstanceOf(AssetCorruptedException.class);
        }
        assertThat(assets.verify(ref)).contains(false);
        put("fox", AssetOptions.NONE);
        assertThat(assets.verify(ref)).as("put once more").contains(true);
        assertThat(assets.verify(new AssetRef.Idb("x", AssetFacts.NONE))).isEmpty();
    }

    @Test
    void aLengthThatDoesNotFitIsFoundAtOnce() {
        AssetRef ref = put("fox", AssetOptions.NONE);
        AssetRef longer = ref.with(AssetFacts.of(null, 4, ref.hash().orElseThrow()));

        assertThatThrownBy(() -> assets.get(longer))
                .isInstanceOf(AssetCorruptedException.class)
                .hasMessageContaining("4 bytes and has 3");
    }

    @Test
    void deletingSaysWhatCameOfIt() {
        AssetRef ref = put("fox", AssetOptions.of("image/png"));
        AssetUse use = new AssetUse("poster", "node 1, result");
        AssetStorage.Registration poster = assets.alsoReferredBy(visitor -> visitor.refers(ref, use));
        assertThat(assets.delete(ref)).isEqualTo(new AssetDeletion.StillReferenced(List.of(use)));
        assertThat(assets.list(AssetOrder.LARGEST_FIRST).get(0).uses()).containsExactly(use);
        assertThat(assets.usedOnlyBy("poster")).hasSize(1);
        assertThat(assets.usedOnlyBy("other")).isEmpty();
        assertThat(assets.orphans()).isEmpty();
        poster.close();

        assertThat(assets.orphans()).hasSize(1);
        assertThat(assets.delete(ref)).isEqualTo(new AssetDeletion.Deleted(3));
        assertThat(assets.delete(ref)).isEqualTo(new AssetDeletion.Unknown());
        assertThat(assets.get(ref)).isEmpty();
    }

    @Test
    void nothingIsDeletedWhileAReferrerCannotTell() throws IOException {
        AssetRef ref = put("fox", AssetOptions.NONE);
        assets.alsoReferredBy(visitor -> {
            throw new IllegalStateException("cannot tell now");
        });

        assertThatThrownBy(() -> assets.delete(ref)).hasMessage("cannot tell now");
        assertThat(text(assets.get(ref))).isEqualTo("fox");
    }

    @Test
    void assetsAreListedInTheOrderThatIsAskedFor() throws IOException {
        AssetRef oldest = put("fox", AssetOptions.NONE.id("fox"));
        now = 2_000;
        put("a whole henhouse", AssetOptions.NONE.id("henhouse"));
        now = 3_000;
        put("owls", AssetOptions.NONE.id("owls"));
        assets.alsoReferredBy(visitor -> visitor.refers(oldest, new AssetUse("a", "b")));

        assertThat(ids(AssetOrder.LARGEST_FIRST)).containsExactly("henhouse", "owls", "fox");
        assertThat(ids(AssetOrder.OLDEST_FIRST)).containsExactly("fox", "henhouse", "owls");
        assertThat(ids(AssetOrder.LEAST_USED_FIRST)).containsExactly("henhouse", "owls", "fox");
    }

    private List<String> ids(AssetOrder order) {
        return assets.list(order).stream()
                .map(asset -> asset.ref().locator().replace("other/", ""))
                .toList();
    }

    @Test
    void aStreamThatFailsLeavesNothing() {
        InputStream failing = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("cut");
            }
        };

        assertThatThrownBy(() -> assets.put(failing, AssetOptions.NONE))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("cut");
        assertThat(assets.list(AssetOrder.LARGEST_FIRST)).isEmpty();
    }

    @Test
    void aFileIsPutAndStaysWhereItIs(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("fox.png"), "fox");

        assertThat(text(assets.get(assets.put(file, "image/png")))).isEqualTo("fox");
        assertThat(file).hasContent("fox");
        assertThatThrownBy(() -> assets.put(directory.resolve("none"), "image/png"))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("none");
        assertThatThrownBy(() -> assets.put(directory, "image/png"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is a directory");
    }

    @Test
    void aMediumThatIsClosedSaysSo() {
        AssetRef ref = put("fox", AssetOptions.NONE);
        place.close();

        assertThatThrownBy(() -> assets.get(ref))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void namesThatCouldLeadElsewhereAreRefused() {
        for (String name : List.of("", ".", "..", "a/b", "a\\b", ".hidden", "nul", "COM1.txt", "end.", "a:b", "ü")) {
            assertThatThrownBy(() -> AssetOptions.NONE.id(name))
                    .as(name)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("use up to 128");
            assertThatThrownBy(() -> AssetOptions.NONE.type(name)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
