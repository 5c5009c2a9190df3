package dev.weftwork.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Some who begin to send a large document and do not go on keep nobody else from it. */
@Timeout(300)
final class SlowSendersTest {
    private static final int LENGTH = 2 << 20;

    @TempDir
    private Path directory;

    @Test
    void aLargeDocumentIsTakenInWhileOthersAreSentSlowly() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try (Site site = Site.at(directory)) {
            for (int i = 0; i < 12; i++) {
                slow.add(begun(site.server.address()));
            }
            String text = "x".repeat(LENGTH);

            assertThat(site.as(Site.ADA)
                            .post("/api/workflows", "{\"id\":\"w\",\"name\":\"n\",\"definition\":[\"" + text + "\"]}")
                            .statusCode())
                    .isEqualTo(201);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    /** A request whose body the server is waiting for. */
    private static Socket begun(URI server) throws IOException {
        Socket socket = new Socket(server.getHost(), server.getPort());
        String head = "POST /api/workflows HTTP/1.1\r\nHost: weftwork\r\nAuthorization: Bearer " + Site.ADA
                + "\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: " + LENGTH
                + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        byte[] answer = socket.getInputStream().readNBytes("HTTP/1.1 100".length());
        assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 100");
        return socket;
    }
}
