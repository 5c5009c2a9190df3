package dev.weftwork.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.AssetHash;
import dev.weftwork.spi.AssetAdapter;
import dev.weftwork.spi.AssetDraft;
import dev.weftwork.spi.AssetKey;
import dev.weftwork.spi.NewAsset;
import dev.weftwork.spi.StoredAsset;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Content that comes in stretches. A place that keeps no parts passes by having none. */
public interface AssetDraftContract extends AssetContract {
    /**
     * What has come stays when the adapter is closed, and the rest goes behind it.
     *
     * @throws IOException if the adapter cannot do it
     */
    @Test
    default void partsOutliveTheAdapterAndAreGoneOnWith() throws IOException {
        Blob blob = Blob.of(61, 300_000);
        int cut = 100_001;
        try (AssetAdapter assets = open()) {
            Optional<AssetDraft> draft = assets.draft(blob.hash());
            if (draft.isEmpty()) {
                assertThat(assets.drafts()).isEmpty();
                return;
            }
            try (AssetDraft part = draft.get()) {
                part.append(ByteBuffer.wrap(blob.bytes(), 0, cut));
                assertThat(part.length()).isEqualTo(cut);
                assertThat(assets.find(blob.hash())).isEmpty();
            }
        }
        try (AssetAdapter assets = open()) {
            assertThat(assets.drafts()).containsExactly(blob.hash());
            AssetDraft part = assets.draft(blob.hash()).orElseThrow();
            assertThat(part.length()).isEqualTo(cut);
            try (InputStream here = part.open()) {
                assertThat(here.readAllBytes()).isEqualTo(Arrays.copyOf(blob.bytes(), cut));
            }
            part.append(ByteBuffer.wrap(blob.bytes(), cut, blob.bytes().length - cut));
            StoredAsset stored = part.finish(wished(blob));
            assertThat(stored.bytes()).isEqualTo(blob.bytes().length);
            assertThat(assets.drafts()).isEmpty();
            try (InputStream whole = assets.open(stored.key(), 0).orElseThrow()) {
                assertThat(whole.readAllBytes()).isEqualTo(blob.bytes());
            }
        }
    }

    /**
     * A part is nobody's asset, and one writes to it at a time.
     *
     * @throws IOException if the adapter cannot do it
     */
    @Test
    default void aPartIsSeenByNobodyAndWrittenByOne() throws IOException {
        Blob blob = Blob.of(62, 1000);
        try (AssetAdapter assets = open()) {
            Optional<AssetDraft> draft = assets.draft(blob.hash());
            if (draft.isEmpty()) {
                return;
            }
            draft.get().append(ByteBuffer.wrap(blob.bytes()));
            assertThat(assets.draft(blob.hash())).isEmpty();
            assets.list(asset -> {
                throw new AssertionError(asset + " is not whole");
            });
            draft.get().close();
            try (AssetDraft again = assets.draft(blob.hash()).orElseThrow()) {
                assertThat(again.length()).isEqualTo(1000);
            }
        }
    }

    /**
     * What nobody wants any more leaves nothing behind.
     *
     * @throws IOException if the adapter cannot do it
     */
    @Test
    default void aDiscardedPartIsGone() throws IOException {
        Blob blob = Blob.of(63, 1000);
        try (AssetAdapter assets = open()) {
            Optional<AssetDraft> draft = assets.draft(blob.hash());
            if (draft.isEmpty()) {
                return;
            }
            draft.get().append(ByteBuffer.wrap(blob.bytes()));
            draft.get().discard();
            assertThat(assets.drafts()).isEmpty();
            try (AssetDraft again = assets.draft(blob.hash()).orElseThrow()) {
                assertThat(again.length()).isZero();
            }
        }
    }

    /**
     * Content that came as a whole meanwhile is there once.
     *
     * @throws IOException if the adapter cannot do it
     */
    @Test
    default void whatIsThereAlreadyKeepsItsName() throws IOException {
        Blob blob = Blob.of(64, 1000);
        try (AssetAdapter assets = open()) {
            Optional<AssetDraft> draft = assets.draft(blob.hash());
            if (draft.isEmpty()) {
                return;
            }
            draft.get().append(ByteBuffer.wrap(blob.bytes()));
            StoredAsset first = assets.put(out -> {
                out.write(blob.bytes());
                return wished(blob);
            });
            StoredAsset second = draft.get().finish(new NewAsset(new AssetKey("image", "other"), blob.hash(), 7));
            assertThat(second.key()).isEqualTo(first.key());
            assertThat(second.createdAt()).isEqualTo(first.createdAt());
        }
    }

    private static NewAsset wished(Blob blob) {
        AssetHash hash = blob.hash();
        return new NewAsset(AssetKey.of("image", hash), hash, 1_000);
    }
}
