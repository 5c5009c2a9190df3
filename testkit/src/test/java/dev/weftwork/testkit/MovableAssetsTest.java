package dev.weftwork.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.asset.AssetMove;
import dev.weftwork.asset.AssetMoveListener;
import dev.weftwork.asset.DirectoryAssets;
import dev.weftwork.asset.MovableAssets;
import dev.weftwork.spi.AssetAdapter;
import dev.weftwork.spi.AssetDraft;
import dev.weftwork.spi.AssetKey;
import dev.weftwork.spi.NewAsset;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A place that can become another keeps the contract. */
final class MovableAssetsTest extends AssetAdapterContract {
    @TempDir
    Path directory;

    @Override
    public AssetAdapter open() {
        return MovableAssets.in(DirectoryAssets.at(directory.resolve("studio")));
    }

    @Test
    void keepsPartsAsThePlaceBehindItDoes() throws IOException {
        Blob blob = Blob.of(81, 1_000);
        try (AssetAdapter assets = open()) {
            assertThat(assets.draft(blob.hash())).isPresent();
        }
    }

    @Test
    void aPartThatCameToTheFormerPlaceIsFetchedOnceMore() throws IOException {
        Blob blob = Blob.of(82, 1_000);
        try (MovableAssets assets = MovableAssets.in(DirectoryAssets.at(directory.resolve("old")))) {
            AssetDraft part = assets.draft(blob.hash()).orElseThrow();
            part.append(ByteBuffer.wrap(blob.bytes()));
            AssetMove move = assets.relocate(DirectoryAssets.at(directory.resolve("new")), AssetMoveListener.NONE);

            assertThat(move).isInstanceOf(AssetMove.Moved.class);
            assertThatThrownBy(() -> part.finish(new NewAsset(AssetKey.of("image", blob.hash()), blob.hash(), 1)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("fetch it once more");
            assertThat(assets.find(blob.hash())).isEmpty();
        }
    }
}
