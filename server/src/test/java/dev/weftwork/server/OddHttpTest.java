package dev.weftwork.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is HTTP, but as few clients write it. */
final class OddHttpTest {
    private static final Bytes FOX = Bytes.of(1, 5_000);

    @TempDir
    private Path directory;

    private Site site;

    @BeforeEach
    void start() {
        site = Site.at(directory);
    }

    @AfterEach
    void close() {
        site.close();
    }

    /** What comes back, to the end of the connection. */
    private String answer(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(
                site.server.address().getHost(), site.server.address().getPort());
        socket.setSoTimeout(180_000);
        return socket;
    }

    private static String request(String line, String... headers) {
        return line + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + Site.ADA + "\r\nConnection: close\r\n"
                + String.join(
                        "", List.of(headers).stream().map(each -> each + "\r\n").toList()) + "\r\n";
    }

    @Test
    void aRefusedBodyThatWaitsForLeaveIsNotAskedFor() throws IOException {
        List<String> refused = List.of(
                "POST /v1/workspaces/studio/ops HTTP/1.1\r\nHost: a\r\n",
                "POST /v1/workspaces/attic/ops HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + Site.ADA + "\r\n",
                "POST /v1/workspaces/studio/nothing HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + Site.ADA + "\r\n");
        for (String head : refused) {
            try (Socket socket = connect()) {
                String whole =
                        head + "Content-Type: application/json\r\nContent-Length: 10\r\nExpect: 100-continue\r\n\r\n";
                socket.getOutputStream().write(whole.getBytes(StandardCharsets.ISO_8859_1));

                assertThat(line(socket.getInputStream())).as(head).matches("HTTP/1\\.1 40[134] .*");
            }
        }
    }

    @Test
    void aBodyThatWaitsForLeaveAndIsWantedGetsIt() throws IOException {
        try (Socket socket = connect()) {
            String head = request(
                    "POST /v1/workspaces/studio/ops",
                    "Content-Type: application/json",
                    "Content-Length: 10",
                    "Expect: 100-continue");
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(line(socket.getInputStream())).startsWith("HTTP/1.1 100 ");
            assertThat(line(socket.getInputStream())).isEmpty();

            socket.getOutputStream().write("{\"ops\":[]}".getBytes(StandardCharsets.ISO_8859_1));
            assertThat(line(socket.getInputStream())).startsWith("HTTP/1.1 200 ");
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString().strip();
    }

    @Test
    void aListMayComeInSeveralLines() throws IOException {
        FOX.put(site.as(Site.ADA), Site.STUDIO);
        Http ada = site.as(Site.ADA);
        assertThat(ada.post("/api/workflows", "{\"id\":\"w\",\"name\":\"n\",\"definition\":{\"nodes\":[]}}")
                        .statusCode())
                .isEqualTo(201);
        String tag = ada.get("/api/workflows/w").headers().firstValue("ETag").orElse("");

        assertThat(answer(request("GET /api/workflows/w", "If-None-Match: \"other\"", "If-None-Match: " + tag)))
                .startsWith("HTTP/1.1 304 ");
        String path = Site.STUDIO + "/blobs/" + FOX.hash();
        assertThat(answer(request("GET " + path, "If-None-Match: \"other\"", "If-None-Match: \"" + FOX.hash() + "\"")))
                .startsWith("HTTP/1.1 304 ");
    }

    @Test
    void aWeakTagIsNoReasonToSendARange() throws IOException {
        FOX.put(site.as(Site.ADA), Site.STUDIO);
        String get = "GET " + Site.STUDIO + "/blobs/" + FOX.hash();

        assertThat(answer(request(get, "Range: bytes=0-9", "If-Range: W/\"" + FOX.hash() + "\"")))
                .startsWith("HTTP/1.1 200 ");
        assertThat(answer(request(get, "Range: bytes=0-9", "If-Range: \"" + FOX.hash() + "\"")))
                .startsWith("HTTP/1.1 206 ");
    }

    @Test
    void whatCanOnlyBeReadAnswersToReading() throws IOException {
        for (String path : List.of("/health", "/ready", "/metrics", "/openapi.json", "/.well-known/weftwork")) {
            assertThat(answer(request("HEAD " + path))).as(path).startsWith("HTTP/1.1 200 ");
            for (String method : List.of("PUT", "DELETE", "PATCH", "TRACE", "ANY")) {
                assertThat(answer(request(method + " " + path)))
                        .as(method + path)
                        .startsWith("HTTP/1.1 405 ")
                        .contains("Allow: GET, HEAD");
            }
        }
    }

    @Test
    void theHeadOfWhatCanBeReadCanBeHadAlone() throws IOException {
        Http ada = site.as(Site.ADA);
        ada.post("/api/workflows", "{\"id\":\"w\",\"name\":\"n\",\"definition\":{\"nodes\":[]}}");
        for (String path : List.of("/api/workflows/w", "/api/workflows", Site.STUDIO + "/ops", Site.STUDIO)) {
            String whole = answer(request("GET " + path));
            String head = answer(request("HEAD " + path));

            assertThat(head).as(path).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n");
            assertThat(undated(whole)).as(path).startsWith(undated(head));
        }
        assertThat(answer(request("HEAD " + Site.STUDIO + "/live")))
                .startsWith("HTTP/1.1 405 ")
                .contains("Allow: GET");
    }

    private static String undated(String answer) {
        return answer.replaceAll("Date: [^\r]*", "").replaceAll("\"(now|floor)\":\\d+", "");
    }

    @Test
    void aPathThatNobodyKnowsIsNotFoundUnderAnyMethod() throws IOException {
        for (String path : List.of("/api/nothing", Site.STUDIO + "/nothing", Site.STUDIO + "/ops/a/b", "/nothing")) {
            for (String method : List.of("GET", "HEAD", "POST", "DELETE", "ANY")) {
                assertThat(answer(request(method + " " + path)))
                        .as(method + path)
                        .startsWith("HTTP/1.1 404 ");
            }
        }
    }

    @Test
    void whatOnlyBeginsLikeJsonIsNotTaken() throws IOException {
        for (String type : List.of("application/jsonx", "application/json-patch+json", "application/json/x")) {
            String request = request("POST " + Site.STUDIO + "/ops", "Content-Type: " + type, "Content-Length: 10");
            assertThat(answer(request + "{\"ops\":[]}")).as(type).startsWith("HTTP/1.1 415 ");
        }
        for (String type : List.of("Application/JSON", "application/json;charset=utf-8", "application/json ; x=y")) {
            String request = request("POST " + Site.STUDIO + "/ops", "Content-Type: " + type, "Content-Length: 10");
            assertThat(answer(request + "{\"ops\":[]}")).as(type).startsWith("HTTP/1.1 200 ");
        }
    }
}
