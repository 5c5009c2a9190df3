package dev.weftwork.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.AssetHash;
import dev.weftwork.server.SyncServer;
import dev.weftwork.spi.RemoteAdapter;
import dev.weftwork.spi.RemoteAssets;
import dev.weftwork.spi.RemoteReply;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All downloads of a remote are read by one thread, which must have nothing to do with what sinks do. */
final class WaitingSinkTest {
    private static final int PATIENCE_SECONDS = 180;

    @TempDir
    private Path directory;

    private SyncServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = Studio.in(directory).start();
    }

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void aSinkThatWaitsHoldsUpNoOtherDownload() throws Exception {
        Film slow = new Film(3 << 20);
        Film quick = new Film(5 << 20);
        CompletableFuture<Boolean> leave = new CompletableFuture<>();
        try (RemoteAdapter ada = HttpRemote.at(server.address(), () -> Studio.TOKEN)) {
            RemoteAssets assets = ada.assets().orElseThrow();
            upload(assets, slow);
            upload(assets, quick);
            CompletableFuture<Boolean> waits = new CompletableFuture<>();
            try {
                CompletableFuture<AssetHash> first = download(assets, slow, () -> {
                    waits.complete(true);
                    leave.join();
                });
                waits.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                AssetHash second = download(assets, quick, () -> {}).get(PATIENCE_SECONDS, TimeUnit.SECONDS);

                assertThat(second).isEqualTo(quick.hash());
                assertThat(first).as("while its sink waits").isNotDone();
                leave.complete(true);
                assertThat(first.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(slow.hash());
            } finally {
                // before the remote is closed, which waits for what it runs
                leave.complete(true);
            }
        }
    }

    private static void upload(RemoteAssets assets, Film film) throws Exception {
        RemoteReply<Long> reply =
                assets.upload(film.hash(), film.size(), film::open, at -> {}).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(reply).isInstanceOf(RemoteReply.Ok.class);
    }

    private static CompletableFuture<AssetHash> download(RemoteAssets assets, Film film, Runnable each) {
        MessageDigest digest = Film.digest();
        return assets.download(
                        film.hash(),
                        0,
                        bytes -> {
                            each.run();
                            digest.update(bytes);
                        },
                        at -> {})
                .thenApply(reply -> AssetHash.of(digest));
    }
}
