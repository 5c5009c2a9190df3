package dev.weftwork.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.Op;
import dev.weftwork.graph.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BodyTest {
    private static final String OPS = Site.STUDIO + "/ops";

    @TempDir
    private Path directory;

    private Site site;
    private Http ada;

    @BeforeEach
    void start() {
        site = Site.at(directory);
        ada = site.as(Site.ADA);
    }

    @AfterEach
    void close() {
        assertThat(ada.get(OPS).body()).as("nothing was admitted").contains("\"seq\":0");
        site.close();
    }

    @Test
    void aBodyIsLimitedPackedOrNot() {
        String large = "{\"ops\":[{},{}],\"x\":\"" + "y".repeat(1 << 20) + "\"}";
        String push = Site.push(
                Site.op("d", 1, "title", Json.of("y".repeat(1 << 19))),
                Site.op("d", 2, "title", Json.of("y".repeat(1 << 19))));

        assertThat(ada.post(OPS, large)).satisfies(response -> refused(response, 413, "too-large"));
        assertThat(ada.post(OPS, Http.gzip(push.getBytes(StandardCharsets.UTF_8)), "gzip"))
                .satisfies(response -> refused(response, 413, "too-large"));
    }

    @Test
    void aBombIsNotUnpacked() {
        byte[] bomb = Http.gzip(new byte[200 << 20]);

        assertThat(bomb.length).isLessThan(1 << 20);
        refused(ada.post(OPS, bomb, "gzip"), 413, "too-large");
    }

    @Test
    void whatIsNotWhatItSaysIsRefused() {
        refused(ada.post(OPS, "{}".getBytes(StandardCharsets.UTF_8), "gzip"), 400, "bad-gzip");
        refused(ada.post(OPS, new byte[] {'"', (byte) 0xc3, '"'}, "identity"), 400, "not-utf-8");
        refused(ada.post(OPS, new byte[0], "br"), 415, "content-encoding");
        refused(
                ada.send(ada.request(OPS)
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString("{\"ops\":[]}"))),
                415,
                "content-type");
    }

    @Test
    void whatFollowsAPackedBodyIsNotPassedOverInSilence() {
        byte[] packed = Http.gzip("{\"ops\":[]}".getBytes(StandardCharsets.UTF_8));
        byte[] large =
                Http.gzip(("{\"ops\":[],\"x\":\"" + "y".repeat(1 << 20) + "\"}").getBytes(StandardCharsets.UTF_8));
        byte[] half = Arrays.copyOf(Http.gzip(new byte[0]), 12);

        assertThat(ada.post(OPS, packed, "gzip").statusCode()).isEqualTo(200);
        assertThat(ada.post(OPS, behind(packed, Http.gzip(new byte[0])), "gzip").statusCode())
                .as("several members are one body")
                .isEqualTo(200);
        for (byte[] junk : List.of(new byte[1], new byte[40], half, new byte[100_000])) {
            refused(ada.post(OPS, behind(packed, junk), "gzip"), 400, "bad-gzip");
            refused(ada.post(OPS, behind(large, junk), "gzip"), 400, "bad-gzip");
        }
    }

    private static byte[] behind(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    @Test
    void anAnswerIsPackedForWhoTakesItPacked() {
        for (String taken : List.of("gzip", "br, gzip;q=0.5", "GZIP ; q=1", "gzip;q=0.001")) {
            assertThat(encoding(taken)).as(taken).hasValue("gzip");
        }
        for (String notTaken : List.of("gzip;q=0", "br, gzip; q=0.000", "identity", "xgzip")) {
            assertThat(encoding(notTaken)).as(notTaken).isEmpty();
        }
    }

    private Optional<String> encoding(String accepted) {
        return ada.send(ada.request("/openapi.json")
                        .header("Accept-Encoding", accepted)
                        .GET())
                .headers()
                .firstValue("Content-Encoding");
    }

    @Test
    void whatIsNoMessageIsRefused() {
        refused(ada.post(OPS, ""), 400, "malformed");
        refused(ada.post(OPS, "{}"), 400, "malformed");
        refused(ada.post(OPS, "{\"ops\":[],\"ops\":[]}"), 400, "malformed");
        refused(ada.post(OPS, "[".repeat(100_000)), 400, "malformed");
        refused(ada.post(OPS, "{\"ops\":[],\"x\":NaN}"), 400, "malformed");
    }

    @Test
    void aPushHoldsNoMoreThanItMay() {
        Op[] ops = LongStream.rangeClosed(1, 501)
                .mapToObj(number -> Site.op("d", number, "title", Json.TRUE))
                .toArray(Op[]::new);

        refused(ada.post(OPS, Site.push(ops)), 413, "too-many-ops");
    }

    @Test
    void parametersThatMakeNoSenseAreRefused() {
        for (String query : Arrays.asList("limit=0", "limit=x", "wait=-1", "workflow=", "after=%00", "after=1.2")) {
            assertThat(ada.get(OPS + "?" + query).statusCode()).as(query).isEqualTo(400);
        }
    }

    private static void refused(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(response.body()).contains("\"code\":\"" + code + "\"");
    }
}
