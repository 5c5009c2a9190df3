package dev.weftwork.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What does not get as far as a route, because it is not HTTP or would mean different things to different readers. */
final class NotHttpTest {
    private static final String POST = "POST /v1/workspaces/studio/ops HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
            + Site.ADA + "\r\nContent-Type: application/json\r\n";

    @TempDir
    private Path directory;

    @Test
    void isRefusedAsAProblemThatDoesNotRepeatIt() throws IOException {
        List<String> requests = List.of(
                "CANARY\r\n\r\n",
                "GET /canary HTTP/9.9\r\nHost: a\r\n\r\n",
                "GET /canary HTTP/1.1\r\n\r\n",
                "GET /canary/%zz HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /canary/%00 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /canary/..%2fcanary HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /canary HTTP/1.1\r\nHost: a\r\nbad header: canary\r\n\r\n",
                "GET /" + "canary".repeat(4_000) + " HTTP/1.1\r\nHost: a\r\n\r\n",
                POST + "X-Canary: " + "canary".repeat(4_000) + "\r\n\r\n",
                POST + "Content-Length: 10\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /canary HTTP/1.1\r\n\r\n",
                POST + "Content-Length: 10\r\nContent-Length: 12\r\n\r\n{\"ops\":[]}",
                POST + "Content-Length: -1\r\n\r\n{\"ops\":[]}",
                POST + "Transfer-Encoding: chunked\r\n\r\ncanary\r\n");
        try (Site site = Site.at(directory)) {
            for (String request : requests) {
                String answer = answer(site, request);

                assertThat(answer)
                        .as(request.substring(0, Math.min(200, request.length())))
                        .matches("(?s)HTTP/1\\.1 (4\\d\\d|505) .*")
                        .contains("application/problem+json", "\"code\":\"")
                        .contains("\r\nConnection: close\r\n")
                        .doesNotContainIgnoringCase("canary")
                        .doesNotContain("<html", "HTTP/1.1 200");
            }
            assertThat(site.as(Site.ADA).get(Site.STUDIO + "/ops").body()).contains("\"seq\":0");
        }
    }

    private static String answer(Site site, String request) throws IOException {
        try (Socket socket = new Socket(
                site.server.address().getHost(), site.server.address().getPort())) {
            socket.setSoTimeout(180_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
