package dev.weftwork.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.spi.RemoteAdapter;
import dev.weftwork.spi.RemoteAssets;
import dev.weftwork.spi.RemoteReply;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A server, or a proxy before it, that answers oddly gets neither a token nor the last word. */
final class OddTransferTest {
    private static final Film FILM = new Film(10);

    private static RemoteReply<Long> ended(CompletableFuture<RemoteReply<Long>> transfer) {
        return transfer.orTimeout(3, TimeUnit.MINUTES).join();
    }

    private static RemoteAssets assets(RemoteAdapter adapter) {
        return adapter.assets().orElseThrow();
    }

    private static String begun(String location) {
        return StubServer.answer(
                "201 Created", "Location: " + location + "\r\nUpload-Offset: 0\r\nUpload-Complete: ?0\r\n", "");
    }

    @Test
    void anUploadThatIsSentElsewhereEndsAndTheTokenStaysHere() {
        try (StubServer thief = StubServer.saying(StubServer.answer("204 No Content", "", ""));
                StubServer server = StubServer.saying(begun(thief.address() + "/uploads/x"));
                RemoteAdapter ada = HttpRemote.at(server.address(), () -> Studio.TOKEN)) {
            RemoteReply<Long> reply = ended(assets(ada).upload(FILM.hash(), FILM.size(), FILM::open, at -> {}));

            assertThat(reply).isInstanceOf(RemoteReply.Failed.class);
            assertThat(thief.requests()).isEmpty();
        }
    }

    @Test
    void anUploadThatNeverGetsAnyFurtherEnds() {
        String stuck = StubServer.answer("200 OK", "Upload-Offset: 0\r\nUpload-Complete: ?0\r\n", "");
        try (StubServer server = StubServer.saying(begun("uploads/x"), stuck);
                RemoteAdapter ada = HttpRemote.at(server.address(), () -> Studio.TOKEN)) {
            RemoteReply<Long> reply = ended(assets(ada).upload(FILM.hash(), FILM.size(), FILM::open, at -> {}));

            assertThat(reply).isInstanceOf(RemoteReply.Failed.class);
            assertThat(server.requests()).hasSizeLessThan(20);
        }
    }

    @Test
    void aStretchThatBeginsTooEarlyAndEndsTooEarlyIsTakenForWhatItIs() {
        String first = StubServer.answer("206 Partial Content", "Content-Range: bytes 0-4/10\r\n", "01234");
        String second = StubServer.answer("206 Partial Content", "Content-Range: bytes 5-9/10\r\n", "56789");
        StringBuilder came = new StringBuilder();
        try (StubServer server = StubServer.saying(first, second);
                RemoteAdapter ada = HttpRemote.at(server.address(), () -> Studio.TOKEN)) {
            RemoteReply<Long> reply = ended(assets(ada)
                    .download(FILM.hash(), 3, bytes -> came.append(StandardCharsets.US_ASCII.decode(bytes)), at -> {}));

            assertThat(reply).isInstanceOf(RemoteReply.Ok.class);
        }
        assertThat(came).hasToString("3456789");
    }
}
