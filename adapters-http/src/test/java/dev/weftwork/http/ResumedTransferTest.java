package dev.weftwork.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.AssetHash;
import dev.weftwork.server.Quotas;
import dev.weftwork.server.SyncServer;
import dev.weftwork.spi.RemoteAdapter;
import dev.weftwork.spi.RemoteAssets;
import dev.weftwork.spi.RemoteReply;
import dev.weftwork.testkit.CuttingProxy;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A transfer that is cut off many times carries hardly more than one that is not. */
final class ResumedTransferTest {
    private static final long SIZE = Long.getLong("weftwork.transfer.megabytes", 64) << 20;
    private static final int CUTS = 20;
    private static final int HEADERS = 2 << 10;
    private static final Film FILM = new Film(SIZE);

    @TempDir
    private Path directory;

    private SyncServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = Studio.in(directory)
                .quotas(Quotas.USUAL.withStorageBytes(4 * SIZE))
                .start();
    }

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void anUploadThatIsCutTwentyTimesSendsUnderTwoPercentAgain() {
        try (CuttingProxy proxy = CuttingProxy.to(server.address(), SIZE / (CUTS + 1), CUTS);
                RemoteAdapter ada = HttpRemote.at(proxy.address(), () -> Studio.TOKEN)) {
            AssetHash hash = FILM.hash();

            long read = value(assets(ada).upload(hash, SIZE, FILM::open, at -> {}));

            tell("upload", proxy.cuts(), proxy.up());
            System.out.printf("  read from the source: %d, which counts what was still in buffers here%n", read);
            assertThat(proxy.cuts()).isEqualTo(CUTS);
            assertThat(proxy.up()).isLessThan(SIZE + SIZE / 50);
            assertThat(fetched(ada, hash)).isEqualTo(hash);
        }
    }

    @Test
    void aDownloadThatIsCutTwentyTimesFetchesUnderTwoPercentAgain() {
        AssetHash hash = FILM.hash();
        try (RemoteAdapter ada = HttpRemote.at(server.address(), () -> Studio.TOKEN)) {
            value(assets(ada).upload(hash, SIZE, FILM::open, at -> {}));
        }
        try (CuttingProxy proxy = CuttingProxy.to(server.address(), SIZE / (CUTS + 1), CUTS);
                RemoteAdapter ada = HttpRemote.at(proxy.address(), () -> Studio.TOKEN)) {
            assertThat(fetched(ada, hash)).isEqualTo(hash);

            tell("download", proxy.cuts(), proxy.down());
            assertThat(proxy.cuts()).isEqualTo(CUTS);
            assertThat(proxy.down()).isLessThan(SIZE + SIZE / 50);
            assertThat(proxy.down() - proxy.spilt())
                    .as("what arrived, though the sink had yet to take it at the cut, does not come again")
                    .isLessThan(SIZE + (CUTS + 2) * HEADERS);
        }
    }

    private static void tell(String what, int cuts, long carried) {
        System.out.printf(
                "%s of %d bytes, cut %d times: %d carried, %.3f %% more%n",
                what, SIZE, cuts, carried, 100.0 * (carried - SIZE) / SIZE);
    }

    private static AssetHash fetched(RemoteAdapter remote, AssetHash hash) {
        MessageDigest digest = Film.digest();
        value(assets(remote).download(hash, 0, digest::update, at -> {}));
        return AssetHash.of(digest);
    }

    private static RemoteAssets assets(RemoteAdapter adapter) {
        return adapter.assets().orElseThrow();
    }

    private static <T> T value(CompletableFuture<RemoteReply<T>> call) {
        RemoteReply<T> reply = call.join();
        assertThat(reply).isInstanceOf(RemoteReply.Ok.class);
        return ((RemoteReply.Ok<T>) reply).value();
    }
}
