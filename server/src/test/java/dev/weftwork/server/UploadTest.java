package dev.weftwork.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A binary may come in pieces, over several connections and restarts. */
final class UploadTest {
    private static final Bytes FILM = Bytes.of(5, 3_000_000);

    @TempDir
    private Path directory;

    private Site site;
    private Http ada;

    @BeforeEach
    void start() {
        open(Site.at(directory));
    }

    private void open(Site opened) {
        site = opened;
        ada = site.as(Site.ADA);
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void piecesBecomeABinaryWithTheLastOfThem() {
        String upload = FILM.upload(ada, Site.STUDIO);

        assertThat(FILM.append(ada, upload, 0, 1_000_000).statusCode()).isEqualTo(201);
        assertThat(FILM.get(ada, Site.STUDIO).statusCode()).isEqualTo(404);
        HttpResponse<String> last = FILM.append(ada, upload, 1_000_000, 3_000_000);

        assertThat(last.statusCode()).isEqualTo(204);
        assertThat(last.headers().firstValue("Upload-Complete")).hasValue("?1");
        assertThat(last.headers().firstValue("Location")).hasValue("../blobs/" + FILM.hash());
        assertThat(FILM.get(ada, Site.STUDIO).body()).isEqualTo(FILM.all());
        assertThat(Bytes.state(ada, upload).statusCode()).isEqualTo(404);
    }

    @Test
    void theServerTellsHowMuchHasComeAndWhatItTakes() {
        String upload = FILM.upload(ada, Site.STUDIO);
        FILM.append(ada, upload, 0, 1_234);

        HttpResponse<String> state = Bytes.state(ada, upload);

        assertThat(state.statusCode()).isEqualTo(204);
        assertThat(Bytes.offset(state)).isEqualTo(1_234);
        assertThat(state.headers().firstValue("Upload-Complete")).hasValue("?0");
        assertThat(state.headers().firstValueAsLong("Upload-Length")).hasValue(3_000_000);
        assertThat(state.headers().firstValue("Upload-Limit")).hasValue("max-append-size=67108864, max-age=86400");
        assertThat(state.headers().firstValue("Cache-Control")).hasValue("no-store");
    }

    @Test
    void aPieceThatBeginsElsewhereIsRefusedWithTheRightPlace() {
        String upload = FILM.upload(ada, Site.STUDIO);
        FILM.append(ada, upload, 0, 1_000);

        HttpResponse<String> refused = FILM.append(ada, upload, 2_000, 3_000);

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("\"code\":\"upload-offset\"");
        assertThat(Bytes.offset(refused)).isEqualTo(1_000);
    }

    @Test
    void whatCameBeforeACutIsKept() {
        String upload = FILM.upload(ada, Site.STUDIO);

        cutAfter(upload, 700_000);

        assertThat(Bytes.offset(Bytes.state(ada, upload))).isEqualTo(700_000);
        FILM.append(ada, upload, 700_000, 3_000_000);
        assertThat(FILM.get(ada, Site.STUDIO).body()).isEqualTo(FILM.all());
    }

    @Test
    void whoComesBackTakesOverFromAConnectionThatIsHalfDead() throws IOException {
        String upload = FILM.upload(ada, Site.STUDIO);
        try (Socket silent = begun(upload, 0, 50_000)) {
            assertThat(silent.isConnected()).isTrue();
            // of what the dead one had sent, some may still be on its way; whoever asks is told where to go on
            long offset = Bytes.offset(Bytes.state(ada, upload));

            HttpResponse<String> answer = FILM.append(ada, upload, (int) offset, 3_000_000);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
        }
        assertThat(FILM.get(ada, Site.STUDIO).body()).isEqualTo(FILM.all());
    }

    @Test
    void aRequestThatComesAfterItsClientWentOnEndsNothing() throws IOException {
        String upload = FILM.upload(ada, Site.STUDIO);
        FILM.append(ada, upload, 0, 1_000_000);
        try (Socket next = begun(upload, 1_000_000, 50_000)) {
            assertThat(FILM.append(ada, upload, 0, 1_000).statusCode()).isEqualTo(409);

            next.getOutputStream().write(FILM.all(), 1_050_000, 1_950_000);
            // what is left of the answer that said to go on comes first
            assertThat(new String(next.getInputStream().readNBytes(60), StandardCharsets.US_ASCII))
                    .contains("HTTP/1.1 204");
        }
        assertThat(FILM.get(ada, Site.STUDIO).body()).isEqualTo(FILM.all());
    }

    @Test
    void anUploadOutlivesTheServer() {
        String upload = FILM.upload(ada, Site.STUDIO);
        FILM.append(ada, upload, 0, 2_000_000);
        site.close();
        open(Site.at(directory));

        assertThat(Bytes.offset(Bytes.state(ada, upload))).isEqualTo(2_000_000);
        assertThat(FILM.append(ada, upload, 2_000_000, 3_000_000).statusCode()).isEqualTo(204);
        assertThat(FILM.get(ada, Site.STUDIO).body()).isEqualTo(FILM.all());
    }

    @Test
    void whoeverBeginsAgainGoesOnWhereSomebodyStopped() {
        String first = FILM.upload(ada, Site.STUDIO);
        FILM.append(ada, first, 0, 2_000_000);

        HttpResponse<String> again = FILM.begin(ada, Site.STUDIO);

        assertThat(Bytes.offset(again)).isEqualTo(2_000_000);
        assertThat(Site.STUDIO + "/" + again.headers().firstValue("Location").orElseThrow())
                .isEqualTo(first);
    }

    @Test
    void whatIsThereAlreadyNeedNotBeSent() {
        FILM.put(ada, Site.STUDIO);

        HttpResponse<String> answer = FILM.begin(ada, Site.STUDIO);

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("Upload-Complete")).hasValue("?1");
    }

    @Test
    void aWrongHashIsFoundOutAtTheEndAndLeavesNothing() {
        String upload = FILM.upload(ada, Site.STUDIO);
        FILM.append(ada, upload, 0, 2_000_000);

        HttpResponse<String> refused = Bytes.append(ada, upload, 2_000_000, new byte[1_000_000], true);

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("\"code\":\"wrong-hash\"").contains("\"retryable\":false");
        assertThat(BlobFiles.in(directory)).isEmpty();
    }

    @Test
    void moreOrLessThanWasPromisedIsRefused() {
        String upload = FILM.upload(ada, Site.STUDIO);

        HttpResponse<String> less = Bytes.append(ada, upload, 0, new byte[10], true);
        HttpResponse<String> more = Bytes.append(ada, upload, 10, new byte[3_000_000], true);

        assertThat(less.body()).contains("\"code\":\"upload-length\"");
        assertThat(more.body()).contains("\"code\":\"upload-length\"");
        assertThat(Bytes.offset(Bytes.state(ada, upload))).isEqualTo(10);
    }

    @Test
    void allOfItMayComeWithTheFirstRequest() {
        HttpResponse<String> answer = ada.send(ada.request(Site.STUDIO + "/uploads")
                .header("Upload-Complete", "?1")
                .header("Repr-Digest", FILM.digest())
                .POST(BodyPublishers.ofByteArray(FILM.all())));

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("Location")).hasValue("blobs/" + FILM.hash());
        assertThat(FILM.get(ada, Site.STUDIO).body()).isEqualTo(FILM.all());
    }

    @Test
    void anUploadThatIsCalledOffIsGone() {
        String upload = FILM.upload(ada, Site.STUDIO);
        FILM.append(ada, upload, 0, 1_000);

        assertThat(ada.send(ada.request(upload).DELETE()).statusCode()).isEqualTo(204);
        assertThat(Bytes.state(ada, upload).statusCode()).isEqualTo(404);
        assertThat(BlobFiles.in(directory)).isEmpty();
    }

    @Test
    void anUploadOfOneWorkspaceIsNoneOfAnothers() {
        String upload = FILM.upload(ada, Site.STUDIO);
        Http grace = site.as(Site.GRACE);
        String hers = upload.replace("studio", "attic");

        assertThat(Bytes.state(grace, hers).statusCode()).isEqualTo(404);
        assertThat(FILM.append(grace, hers, 0, 10).statusCode()).isEqualTo(404);
        assertThat(grace.send(grace.request(hers).DELETE()).statusCode()).isEqualTo(404);
        assertThat(Bytes.offset(Bytes.state(ada, upload))).isZero();
    }

    @Test
    void headerFieldsThatAreMissingAreNamed() {
        String upload = FILM.upload(ada, Site.STUDIO);

        assertThat(ada.send(ada.request(Site.STUDIO + "/uploads").POST(BodyPublishers.noBody()))
                        .body())
                .contains("\"code\":\"bad-header\"")
                .contains("Upload-Complete: ?1");
        assertThat(ada.send(ada.request(Site.STUDIO + "/uploads")
                                .header("Upload-Complete", "?0")
                                .header("Upload-Length", "9")
                                .POST(BodyPublishers.noBody()))
                        .body())
                .contains("Repr-Digest");
        assertThat(ada.send(ada.request(upload).method("PATCH", BodyPublishers.ofString("x")))
                        .body())
                .contains("application/partial-upload");
    }

    @Test
    void anUploadThatNobodyGoesOnWithExpires() {
        site.close();
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        open(Site.start(Site.builder(directory).clock(Clock.fixed(start, ZoneOffset.UTC))));
        String upload = FILM.upload(ada, Site.STUDIO);
        FILM.append(ada, upload, 0, 1_000);
        site.close();
        open(Site.start(Site.builder(directory).clock(Clock.fixed(start.plus(Duration.ofHours(23)), ZoneOffset.UTC))));
        expire();
        assertThat(Bytes.offset(Bytes.state(ada, upload))).isEqualTo(1_000);
        site.close();
        open(Site.start(Site.builder(directory).clock(Clock.fixed(start.plus(Duration.ofHours(49)), ZoneOffset.UTC))));

        expire();

        assertThat(Bytes.state(ada, upload).statusCode()).isEqualTo(404);
        assertThat(BlobFiles.in(directory)).isEmpty();
    }

    private void expire() {
        try {
            site.server.forget(Duration.ofDays(90));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void binariesCountAsWhatTheWorkspaceHolds() {
        site.close();
        open(Site.start(Site.builder(directory).quotas(Quotas.USUAL.withStorageBytes(4_000_000))));

        assertThat(FILM.put(ada, Site.STUDIO).statusCode()).isEqualTo(204);
        HttpResponse<String> refused = Bytes.of(6, 1_500_000).begin(ada, Site.STUDIO);

        assertThat(refused.statusCode()).isEqualTo(507);
        assertThat(refused.body()).contains("\"code\":\"storage-quota\"").contains("\"retryable\":true");
        assertThat(Bytes.of(7, 500_000).put(ada, Site.STUDIO).statusCode()).isEqualTo(204);
        assertThat(Bytes.of(8, 1_500_000)
                        .put(site.as(Site.GRACE), "/v1/workspaces/~")
                        .statusCode())
                .as("another workspace")
                .isEqualTo(204);
    }

    @Test
    void whatIsOnItsWayCountsToo() {
        site.close();
        open(Site.start(Site.builder(directory).quotas(Quotas.USUAL.withStorageBytes(4_000_000))));
        String upload = FILM.upload(ada, Site.STUDIO);

        assertThat(Bytes.of(6, 1_500_000).begin(ada, Site.STUDIO).statusCode()).isEqualTo(507);
        ada.send(ada.request(upload).DELETE());
        assertThat(Bytes.of(6, 1_500_000).begin(ada, Site.STUDIO).statusCode()).isEqualTo(201);
    }

    @Test
    void manyUploadsOfHardlyAnythingCountToo() {
        site.close();
        open(Site.start(Site.builder(directory).quotas(Quotas.USUAL.withStorageBytes(15_000))));

        List<Integer> statuses = IntStream.range(0, 5)
                .map(seed -> Bytes.of(seed + 20, 8).begin(ada, Site.STUDIO).statusCode())
                .boxed()
                .toList();

        assertThat(statuses).containsExactly(201, 201, 201, 507, 507);
    }

    @Test
    void operationsFindNoRoomWhereBinariesHaveTakenIt() {
        site.close();
        open(Site.start(Site.builder(directory).quotas(Quotas.USUAL.withStorageBytes(3_000_100))));
        assertThat(FILM.put(ada, Site.STUDIO).statusCode()).isEqualTo(204);
        String large = "x".repeat(200);
        ada.post(Site.STUDIO + "/ops", Site.push(Site.op("d", 1, "title", Json.of(large))));

        assertThat(ada.post(Site.STUDIO + "/ops", Site.push(Site.op("d", 2, "title", Json.of(large))))
                        .statusCode())
                .isEqualTo(507);
    }

    /** Sends some of what it promises to send, and hangs up. */
    private void cutAfter(String upload, int sent) {
        try (Socket socket = begun(upload, 0, sent)) {
            socket.shutdownOutput();
            // the server has noticed when it ends the connection, with an answer or without
            socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends some, once the server waits for it: it takes whoever comes later for the one who goes on. */
    private Socket begun(String upload, int from, int sent) throws IOException {
        Socket socket = new Socket("127.0.0.1", site.server.address().getPort());
        String head = "PATCH " + upload + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + Site.ADA
                + "\r\nContent-Type: application/partial-upload\r\nUpload-Offset: " + from
                + "\r\nUpload-Complete: ?1\r\n"
                + "Expect: 100-continue\r\nContent-Length: " + (3_000_000 - from) + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        byte[] answer = socket.getInputStream().readNBytes("HTTP/1.1 100".length());
        assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 100");
        socket.getOutputStream().write(FILM.all(), from, sent);
        return socket;
    }
}
