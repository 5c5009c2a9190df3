package dev.weftwork.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.AssetHash;
import dev.weftwork.server.SyncServer;
import dev.weftwork.spi.RemoteAdapter;
import dev.weftwork.spi.RemoteAssets;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteReply;
import dev.weftwork.testkit.Fault;
import dev.weftwork.testkit.FaultProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Binaries go through a network that cannot be trusted, and transfers end when they should. */
final class FaultyTransferTest {
    private static final int FILMS = 25;
    private static final int MOST_CALLS = 1_000;
    private static final int MOST_MINUTES = 2;

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
    void everyBinaryArrivesAndComesBackWhateverHappensInBetween() {
        List<Fault> faults = new ArrayList<>(Arrays.asList(Fault.values()));
        faults.addAll(List.of(Fault.NONE, Fault.NONE, Fault.NONE, Fault.NONE));
        try (FaultProxy proxy = FaultProxy.to(server.address(), 20_261_121, faults);
                RemoteAdapter ada = HttpRemote.builder(proxy.address(), () -> Studio.TOKEN)
                        .timeout(Duration.ofMillis(400))
                        .build()) {
            for (int i = 1; i <= FILMS; i++) {
                Film film = new Film(i * 10_000L);
                AssetHash hash = film.hash();
                untilDone(() -> assets(ada).upload(hash, film.size(), film::open, at -> {}));
                assertThat(fetched(ada, hash)).as("film %s", i).isEqualTo(hash);
            }
            assertThat(proxy.counts()).as("faults that were met").containsKeys(Fault.values());
        }
    }

    @Test
    void aRefusedTokenIsAskedForAgain() {
        AtomicInteger asked = new AtomicInteger();
        Film film = new Film(50_000);
        try (RemoteAdapter ada =
                HttpRemote.at(server.address(), () -> asked.incrementAndGet() == 1 ? "an old token" : Studio.TOKEN)) {
            untilDone(() -> assets(ada).upload(film.hash(), film.size(), film::open, at -> {}));
        }
        assertThat(asked).hasValue(3);
    }

    @Test
    void closingEndsATransferThatWaitsForABetterTime() throws Exception {
        URI address;
        try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            address = URI.create("http://127.0.0.1:" + nobody.getLocalPort());
        }
        RemoteAdapter ada = HttpRemote.at(address, () -> Studio.TOKEN);
        Film film = new Film(10);
        CompletableFuture<RemoteReply<Long>> upload =
                assets(ada).upload(film.hash(), film.size(), film::open, at -> {});

        ada.close();

        RemoteReply<Long> reply = upload.get(3, TimeUnit.MINUTES);
        assertThat(reply).isInstanceOf(RemoteReply.Failed.class);
    }

    @Test
    void whoCancelsATransferCanGoOnWithItLater() throws Exception {
        Film film = new Film(40 << 20);
        try (RemoteAdapter ada = HttpRemote.at(server.address(), () -> Studio.TOKEN)) {
            CompletableFuture<Boolean> begun = new CompletableFuture<>();
            CompletableFuture<RemoteReply<Long>> upload = assets(ada)
                    .upload(film.hash(), film.size(), film::open, at -> {
                        if (at > 10 << 20) {
                            begun.complete(true);
                        }
                    });
            begun.get(3, TimeUnit.MINUTES);
            upload.cancel(true);

            untilDone(() -> assets(ada).upload(film.hash(), film.size(), film::open, at -> {}));
            assertThat(fetched(ada, film.hash())).isEqualTo(film.hash());
        }
    }

    private static AssetHash fetched(RemoteAdapter remote, AssetHash hash) {
        MessageDigest digest = Film.digest();
        long[] came = {0};
        untilDone(() -> assets(remote)
                .download(
                        hash,
                        came[0],
                        bytes -> {
                            came[0] += bytes.remaining();
                            digest.update(bytes);
                        },
                        at -> {}));
        return AssetHash.of(digest);
    }

    private static RemoteAssets assets(RemoteAdapter adapter) {
        return adapter.assets().orElseThrow();
    }

    private static <T> T untilDone(Supplier<CompletableFuture<RemoteReply<T>>> call) {
        RemoteReply<T> reply = ended(call.get());
        for (int i = 0; reply instanceof RemoteReply.Failed<T> failed; i++) {
            assertThat(failed.failure().kind()).isEqualTo(RemoteFailure.Kind.UNAVAILABLE);
            assertThat(i).as("times that it was called: %s", failed.failure()).isLessThan(MOST_CALLS);
            reply = ended(call.get());
        }
        return ((RemoteReply.Ok<T>) reply).value();
    }

    private static <T> T ended(CompletableFuture<T> transfer) {
        try {
            return transfer.get(MOST_MINUTES, TimeUnit.MINUTES);
        } catch (TimeoutException e) {
            throw new AssertionError("A transfer neither ended nor failed within " + MOST_MINUTES + " minutes", e);
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError("A transfer threw instead of saying how it ended", e);
        }
    }
}
