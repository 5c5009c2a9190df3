package dev.weftwork.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.AssetHash;
import dev.weftwork.spi.AssetAdapter;
import dev.weftwork.spi.AssetKey;
import dev.weftwork.spi.NewAsset;
import dev.weftwork.spi.StoredAsset;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Bytes come back as they went in. */
public interface AssetContentContract extends AssetContract {
    /**
     * What was put is found by hash and by key, with its length and its age, also after closing.
     *
     * @throws IOException if the medium fails
     */
    @Test
    default void whatWasPutIsThereAlsoAfterClosing() throws IOException {
        byte[] fox = Contents.bytes("fox");
        StoredAsset put;
        try (AssetAdapter assets = open()) {
            put = Contents.put(assets, "image", "cover-1", fox, 1_234_000);

            assertThat(put)
                    .isEqualTo(new StoredAsset(new AssetKey("image", "cover-1"), 3, 1_234_000, Contents.hash(fox)));
            assertThat(Contents.read(assets, put.key())).isEqualTo(fox);
        }
        try (AssetAdapter again = open()) {
            assertThat(again.find(Contents.hash(fox))).contains(put);
            assertThat(again.find(put.key())).contains(put);
            assertThat(Contents.read(again, put.key())).isEqualTo(fox);
        }
    }

    /**
     * Content of many pieces, of odd lengths, and of no byte at all.
     *
     * @throws IOException if the medium fails
     */
    @Test
    default void contentOfAnyLengthComesBack() throws IOException {
        try (AssetAdapter assets = open()) {
            for (int length : new int[] {0, 1, 65_535, 1 << 20, (5 << 20) + 1}) {
                byte[] bytes = Contents.random(length, length);
                StoredAsset put = assets.put(out -> {
                    for (int at = 0; at < length; at += 70_001) {
                        out.write(bytes, at, Math.min(70_001, length - at));
                    }
                    return new NewAsset(AssetKey.of("other", Contents.hash(bytes)), Contents.hash(bytes), 5_000);
                });

                assertThat(put.bytes()).isEqualTo(length);
                assertThat(Arrays.equals(Contents.read(assets, put.key()), bytes))
                        .as("%s bytes are as they were", length)
                        .isTrue();
            }
        }
    }

    /**
     * Single bytes may be written as well as many at once.
     *
     * @throws IOException if the medium fails
     */
    @Test
    default void singleBytesAreWrittenToo() throws IOException {
        byte[] fox = {'f', 'o', 'x', (byte) 0xff};
        try (AssetAdapter assets = open()) {
            StoredAsset put = assets.put(out -> {
                for (byte each : fox) {
                    out.write(each);
                }
                return new NewAsset(AssetKey.of("other", Contents.hash(fox)), Contents.hash(fox), 0);
            });

            assertThat(Contents.read(assets, put.key())).isEqualTo(fox);
        }
    }

    /**
     * Reading begins at any byte.
     *
     * @throws IOException if the medium fails
     */
    @Test
    default void readingBeginsAnywhere() throws IOException {
        byte[] bytes = Contents.random((3 << 20) + 17, 7);
        try (AssetAdapter assets = open()) {
            AssetKey key = Contents.put(assets, bytes).key();

            for (int from : new int[] {0, 1, (1 << 20) - 1, 1 << 20, (2 << 20) + 5, bytes.length - 1, bytes.length}) {
                assertThat(Arrays.equals(
                                Contents.read(assets, key, from), Arrays.copyOfRange(bytes, from, bytes.length)))
                        .as("from byte %s on", from)
                        .isTrue();
            }
        }
    }

    /**
     * The same content is kept once, with the key and the age that it had.
     *
     * @throws IOException if the medium fails
     */
    @Test
    default void theSameContentIsKeptOnce() throws IOException {
        byte[] fox = Contents.bytes("fox");
        try (AssetAdapter assets = open()) {
            StoredAsset first = Contents.put(assets, "image", "first", fox, 1_000);
            StoredAsset second = Contents.put(assets, "video", "second", fox, 2_000);

            assertThat(second).isEqualTo(first);
            assertThat(Contents.keys(assets)).containsExactly("image/first");
        }
    }

    /**
     * Putting once more replaces bytes that have been damaged since.
     *
     * @throws IOException if the medium fails
     */
    @Test
    default void puttingOnceMoreHeals() throws IOException {
        byte[] fox = Contents.bytes("fox");
        AssetHash hash = Contents.hash(fox);
        try (AssetAdapter assets = open()) {
            // an adapter computes no hashes, so this is how damage looks to it
            AssetKey damaged = assets.put(out -> {
                        out.write(Contents.bytes("damage"));
                        return new NewAsset(AssetKey.of("image", hash), hash, 0);
                    })
                    .key();
            StoredAsset healed = Contents.put(assets, fox);

            assertThat(healed.key()).isEqualTo(damaged);
            assertThat(healed.bytes()).isEqualTo(3);
            assertThat(Contents.read(assets, damaged)).isEqualTo(fox);
        }
    }

    /**
     * Who reads sees one content to its end while the same is put once more.
     *
     * @throws IOException if the medium fails
     */
    @Test
    default void readingGoesOnWhileTheSameIsPut() throws IOException {
        byte[] bytes = Contents.random((4 << 20) + 3, 9);
        try (AssetAdapter assets = open()) {
            AssetKey key = Contents.put(assets, bytes).key();
            try (InputStream content = assets.open(key, 0).orElseThrow()) {
                byte[] half = content.readNBytes(1_500_000);
                Contents.put(assets, bytes);
                byte[] rest = content.readAllBytes();

                assertThat(half.length + rest.length).isEqualTo(bytes.length);
                assertThat(Arrays.equals(rest, Arrays.copyOfRange(bytes, half.length, bytes.length)))
                        .isTrue();
            }
        }
    }
}
