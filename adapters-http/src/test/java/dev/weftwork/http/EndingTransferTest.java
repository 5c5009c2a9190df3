package dev.weftwork.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.spi.RemoteAdapter;
import dev.weftwork.spi.RemoteAssets;
import dev.weftwork.spi.RemoteHello;
import dev.weftwork.spi.RemoteReply;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A transfer that ends leaves nothing behind that goes on, and nothing that ends another. */
final class EndingTransferTest {
    private static final int PATIENCE_SECONDS = 60;
    private static final Film FILM = new Film(10);

    private static RemoteAssets assets(RemoteAdapter adapter) {
        return adapter.assets().orElseThrow();
    }

    private static <T> T ended(CompletableFuture<T> transfer) {
        return transfer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    /** Begins to give ten bytes, and gives five. */
    private static String half() {
        return "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n01234";
    }

    @Test
    void stretchesThatEndTooEarlyFollowEachOtherHoweverManyThereAre() {
        int all = 500;
        StringBuilder came = new StringBuilder();
        try (StintingServer server = StintingServer.having(all);
                RemoteAdapter ada = HttpRemote.at(server.address(), () -> Studio.TOKEN)) {
            RemoteReply<Long> reply = assets(ada)
                    .download(FILM.hash(), 0, bytes -> came.append(StandardCharsets.US_ASCII.decode(bytes)), at -> {})
                    .join();

            assertThat(reply).isInstanceOf(RemoteReply.Ok.class);
        }
        assertThat(came).hasSize(all);
    }

    @Test
    void nobodyHearsThatADownloadWasEndedWhileItsSinkTakes() {
        AtomicReference<CompletableFuture<RemoteReply<Long>>> transfer = new AtomicReference<>();
        CompletableFuture<Thread> closing = new CompletableFuture<>();
        CompletableFuture<Boolean> taking = new CompletableFuture<>();
        CompletableFuture<Boolean> toldTooEarly = new CompletableFuture<>();
        try (StubServer server = StubServer.saying(half())) {
            RemoteAdapter ada = HttpRemote.at(server.address(), () -> Studio.TOKEN);
            RemoteAssets.Sink sink = bytes -> {
                bytes.position(bytes.limit());
                taking.complete(true);
                Thread closer = closing.join();
                while (closer.getState() != Thread.State.BLOCKED
                        && !transfer.get().isDone()) {
                    Thread.onSpinWait();
                }
                toldTooEarly.complete(transfer.get().isDone());
            };
            transfer.set(assets(ada).download(FILM.hash(), 0, sink, at -> {}));
            ended(taking);
            Thread closer = new Thread(ada::close, "closing the remote");
            closer.start();
            closing.complete(closer);

            assertThat(ended(toldTooEarly)).isFalse();
            assertThat(ended(transfer.get())).isInstanceOf(RemoteReply.Failed.class);
        }
    }

    @Test
    void aSinkThatWaitsForLongHoldsUpNoTimeLimitOfOthers() {
        CompletableFuture<Boolean> taking = new CompletableFuture<>();
        CompletableFuture<Boolean> leave = new CompletableFuture<>();
        try (StubServer server = StubServer.saying(half(), half());
                RemoteAdapter ada = HttpRemote.builder(server.address(), () -> Studio.TOKEN)
                        .timeout(Duration.ofMillis(200))
                        .build()) {
            RemoteAssets.Sink sink = bytes -> {
                bytes.position(bytes.limit());
                taking.complete(true);
                leave.join();
            };
            CompletableFuture<RemoteReply<Long>> transfer = assets(ada).download(FILM.hash(), 0, sink, at -> {});
            ended(taking);
            CompletableFuture<RemoteReply<RemoteHello>> other = ada.hello();
            CompletableFuture<Boolean> meanwhile = other.thenApply(reply -> !leave.isDone() && !transfer.isDone())
                    .completeOnTimeout(false, PATIENCE_SECONDS, TimeUnit.SECONDS);

            boolean endedMeanwhile = ended(meanwhile);
            leave.complete(true);
            assertThat(endedMeanwhile).as("while the sink waits").isTrue();
            assertThat(ended(other)).isInstanceOf(RemoteReply.Failed.class);
        }
    }

    @Test
    void aSourceThatIsOpenedWhileItsUploadIsCalledOffIsClosed() {
        CompletableFuture<Boolean> opening = new CompletableFuture<>();
        CompletableFuture<Boolean> calledOff = new CompletableFuture<>();
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        InputStream film = new ByteArrayInputStream(new byte[10]) {
            @Override
            public void close() {
                closed.complete(true);
            }
        };
        String begun = StubServer.answer(
                "201 Created", "Location: uploads/x\r\nUpload-Offset: 0\r\nUpload-Complete: ?0\r\n", "");
        try (StubServer server = StubServer.saying(begun, "");
                RemoteAdapter ada = HttpRemote.at(server.address(), () -> Studio.TOKEN)) {
            RemoteAssets.Source source = from -> {
                opening.complete(true);
                calledOff.join();
                return film;
            };
            CompletableFuture<RemoteReply<Long>> upload = assets(ada).upload(FILM.hash(), 10, source, at -> {});
            ended(opening);
            upload.cancel(true);
            calledOff.complete(true);

            assertThat(ended(closed)).isTrue();
        }
    }
}
