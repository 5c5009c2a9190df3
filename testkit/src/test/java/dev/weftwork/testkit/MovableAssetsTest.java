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
import dev.weftwork.spi.StoredAsset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A place that can become another keeps the contract. */
final class MovableAssetsTest extends AssetAdapterContract {
    private static final Executor OWN_THREADS = task -> new Thread(task).start();

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

    private MovableAssets old() {
        return MovableAssets.in(DirectoryAssets.at(directory.resolve("old")));
    }

    private AssetAdapter other() {
        return DirectoryAssets.at(directory.resolve("new"));
    }

    private static NewAsset wished(Blob blob) {
        return new NewAsset(AssetKey.of("image", blob.hash()), blob.hash(), 1);
    }

    @Test
    void aPartThatSomebodyWorksOnFollowsWhenItIsWhole() throws IOException {
        Blob blob = Blob.of(82, 1_000);
        try (MovableAssets assets = old()) {
            AssetDraft part = assets.draft(blob.hash()).orElseThrow();
            part.append(ByteBuffer.wrap(blob.bytes()));
            AssetMove move = assets.relocate(other(), AssetMoveListener.NONE);
            part.finish(wished(blob));

            assertThat(move).isInstanceOf(AssetMove.Moved.class);
            assertThat(assets.find(blob.hash())).isPresent();
        }
        try (AssetAdapter left = old()) {
            assertThat(left.drafts()).isEmpty();
            assertThat(left.find(blob.hash())).isEmpty();
        }
    }

    @Test
    void whatHasComeOfDownloadsMovesWithTheAssets() throws IOException {
        Blob blob = Blob.of(83, 200_000);
        try (MovableAssets assets = old()) {
            try (AssetDraft part = assets.draft(blob.hash()).orElseThrow()) {
                part.append(ByteBuffer.wrap(blob.bytes(), 0, 150_000));
            }
            AssetMove unused = assets.relocate(other(), AssetMoveListener.NONE);
            try (AssetDraft part = assets.draft(blob.hash()).orElseThrow()) {
                assertThat(part.length()).isEqualTo(150_000);
                part.append(ByteBuffer.wrap(blob.bytes(), 150_000, 50_000));
                part.finish(wished(blob));
            }

            assertThat(assets.open(AssetKey.of("image", blob.hash()), 0).orElseThrow())
                    .hasBinaryContent(blob.bytes());
        }
        try (AssetAdapter left = old()) {
            assertThat(left.drafts()).isEmpty();
        }
    }

    /** Puts, and goes on when it is let, with all of its bytes written. */
    private static CompletableFuture<StoredAsset> slowly(
            AssetAdapter assets, Blob blob, CompletableFuture<Void> begun, CompletableFuture<Void> let) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return assets.put(out -> {
                            out.write(blob.bytes());
                            begun.complete(null);
                            let.join();
                            return wished(blob);
                        });
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                OWN_THREADS);
    }

    @Test
    void aMoveWaitsForNobodyWhoPutsAndWhatTheyPutComesAlong() throws IOException {
        Blob blob = Blob.of(85, 1_000);
        Blob next = Blob.of(86, 1_000);
        CompletableFuture<Void> begun = new CompletableFuture<>();
        CompletableFuture<Void> switched = new CompletableFuture<>();
        CompletableFuture<Void> let = new CompletableFuture<>();
        try (MovableAssets assets = old()) {
            CompletableFuture<StoredAsset> slow = slowly(assets, blob, begun, let);
            begun.join();
            CompletableFuture<AssetMove> move = CompletableFuture.supplyAsync(
                    () -> assets.relocate(other(), new AssetMoveListener() {
                        @Override
                        public void switching() {
                            switched.complete(null);
                        }
                    }),
                    OWN_THREADS);

            assertThat(switched).succeedsWithin(3, TimeUnit.MINUTES);
            assertThat(slowly(assets, next, new CompletableFuture<>(), CompletableFuture.completedFuture(null)))
                    .succeedsWithin(3, TimeUnit.MINUTES);
            let.complete(null);
            assertThat(slow).succeedsWithin(3, TimeUnit.MINUTES);
            assertThat(move).succeedsWithin(3, TimeUnit.MINUTES).isInstanceOf(AssetMove.Moved.class);

            assertThat(assets.open(slow.join().key(), 0).orElseThrow()).hasBinaryContent(blob.bytes());
        }
        try (AssetAdapter left = old()) {
            assertThat(left.find(blob.hash())).isEmpty();
            assertThat(left.find(next.hash())).isEmpty();
        }
    }

    @Test
    void whatTheListenerPutsAtTheSwitchIsRefusedRatherThanLost() throws IOException {
        Blob blob = Blob.of(84, 1_000);
        try (MovableAssets assets = old()) {
            AssetMoveListener listener = new AssetMoveListener() {
                @Override
                public void switching() {
                    assertThatThrownBy(() -> assets.put(out -> {
                                out.write(blob.bytes());
                                return wished(blob);
                            }))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("after relocateAssets");
                }
            };

            assertThat(assets.relocate(other(), listener)).isInstanceOf(AssetMove.Moved.class);
            assets.put(out -> {
                out.write(blob.bytes());
                return wished(blob);
            });
            assertThat(assets.find(blob.hash())).isPresent();
        }
    }

    @Test
    void theStoreCanBeClosedWhileAListenerIsToldOfTheSwitch() throws IOException {
        MovableAssets assets = old();
        AssetMoveListener listener = new AssetMoveListener() {
            @Override
            public void switching() {
                CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> {
                    try {
                        assets.close();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
                assertThat(closing).succeedsWithin(3, TimeUnit.MINUTES);
            }
        };

        assertThat(assets.relocate(other(), listener)).isNotNull();
    }
}
