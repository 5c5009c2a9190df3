package dev.weftwork.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.graph.AssetFacts;
import dev.weftwork.graph.AssetHash;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.spi.AssetAdapter;
import dev.weftwork.spi.AssetKey;
import dev.weftwork.spi.StoredAsset;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What assets are called, and how they go. */
public interface AssetNameContract extends AssetContract {
    /**
     * A name that other content has is not given again.
     *
     * @throws IOException if the medium fails
     */
    @Test
    default void aTakenNameIsNotGivenAgain() throws IOException {
        byte[] hen = Contents.bytes("hen");
        try (AssetAdapter assets = open()) {
            StoredAsset first = Contents.put(assets, "image", "cover", Contents.bytes("fox"), 0);
            StoredAsset second = Contents.put(assets, "image", "cover", hen, 0);

            assertThat(second.key()).isEqualTo(AssetKey.of("image", Contents.hash(hen)));
            assertThat(Contents.read(assets, first.key())).isEqualTo(Contents.bytes("fox"));
            assertThat(Contents.read(assets, second.key())).isEqualTo(hen);
        }
    }

    /**
     * A name that reads like the hash of other content is not given at all: who looks for that content would find this.
     *
     * @throws IOException if the medium fails
     */
    @Test
    default void aNameThatReadsLikeAnotherHashIsNotGiven() throws IOException {
        byte[] fox = Contents.bytes("fox");
        AssetHash other = Contents.hash(Contents.bytes("hen"));
        try (AssetAdapter assets = open()) {
            StoredAsset put = Contents.put(assets, "image", other.hex(), fox, 0);

            assertThat(put.key()).isEqualTo(AssetKey.of("image", Contents.hash(fox)));
            assertThat(assets.find(other)).isEmpty();
        }
    }

    /**
     * A name is free again when its asset is gone.
     *
     * @throws IOException if the medium fails
     */
    @Test
    default void removingFreesTheName() throws IOException {
        byte[] hen = Contents.bytes("hen");
        try (AssetAdapter assets = open()) {
            AssetKey key = Contents.put(assets, "image", "cover", Contents.bytes("fox"), 0)
                    .key();

            assertThat(assets.remove(key)).isTrue();
            assertThat(assets.remove(key)).isFalse();
            assertThat(assets.find(key)).isEmpty();
            assertThat(assets.find(Contents.hash(Contents.bytes("fox")))).isEmpty();
            assertThat(assets.open(key, 0)).isEmpty();
            assertThat(Contents.put(assets, "image", "cover", hen, 0).key()).isEqualTo(key);
            assertThat(Contents.read(assets, key)).isEqualTo(hen);
        }
    }

    /**
     * What is not there is not found, and not taken for damage.
     *
     * @throws IOException if the medium fails
     */
    @Test
    default void whatIsNotThereIsNotFound() throws IOException {
        try (AssetAdapter assets = open()) {
            AssetKey none = new AssetKey("image", "none");

            assertThat(assets.find(none)).isEmpty();
            assertThat(assets.find(Contents.hash(Contents.bytes("none")))).isEmpty();
            assertThat(assets.open(none, 0)).isEmpty();
            assertThat(assets.remove(none)).isFalse();
            assertThat(Contents.keys(assets)).isEmpty();
        }
    }

    /**
     * All are listed, each once, and who is shown them may use the adapter.
     *
     * @throws IOException if the medium fails
     */
    @Test
    default void allAreListed() throws IOException {
        try (AssetAdapter assets = open()) {
            List<String> put = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                put.add(Contents.put(assets, "type-" + i % 3, "id_" + i + ".x", Contents.bytes("no " + i), i * 1_000L)
                        .key()
                        .toString());
            }
            put.add(Contents.put(assets, Contents.bytes("by hash")).key().toString());

            assertThat(Contents.keys(assets)).containsExactlyInAnyOrderElementsOf(put);
            assets.list(asset -> assertThat(assets.find(asset.key())).contains(asset));
            assertThatThrownBy(() -> assets.list(asset -> {
                        throw new IOException("enough");
                    }))
                    .hasMessage("enough");
        }
    }

    /**
     * A reference leads back to the key, and keeps what is said about the content.
     *
     * @throws IOException if the medium fails
     */
    @Test
    default void aReferenceLeadsBack() throws IOException {
        AssetKey key = new AssetKey("image", "cover.png");
        AssetFacts facts = AssetFacts.of("image/png", 3, Contents.hash(Contents.bytes("fox")));
        try (AssetAdapter assets = open()) {
            AssetRef ref = assets.refTo(key, facts);

            assertThat(AssetKey.endOf(ref.locator())).contains(key);
            assertThat(ref.facts()).isEqualTo(facts);
            assertThat(AssetRef.read(ref.toJson())).contains(ref);
        }
    }
}
