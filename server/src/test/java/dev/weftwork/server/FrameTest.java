package dev.weftwork.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Json;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Frames of gestures that nobody honest would send, or not so many of them. */
final class FrameTest {
    private static final String FRAMES = Site.STUDIO + "/frames";
    private static final String GOOD =
            frame("\"workflow\":\"poster\"", "\"gesture\":\"g\"", "\"n\":1", "\"values\":[]");

    @TempDir
    private Path directory;

    private Site site;
    private Http ada;
    private String before;

    @BeforeEach
    void start() {
        site = Site.at(directory);
        ada = site.as(Site.ADA);
        ada.post(Site.STUDIO + "/ops", Site.push(Site.op("d", 1, "title", Json.of("kept"))));
        before = state();
    }

    @AfterEach
    void close() {
        assertThat(state()).isEqualTo(before);
        site.close();
    }

    private String state() {
        return ada.get(Site.STUDIO + "/ops").body().replaceAll("\"now\":\\d+", "");
    }

    private static String frame(String... members) {
        return "{" + String.join(",", members) + "}";
    }

    @Test
    void aGoodFrameHasNoAnswer() {
        HttpResponse<String> answer = ada.post(FRAMES, GOOD);

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void aFrameThatMakesNoSenseIsMalformed() {
        List<String> bad = List.of(
                "",
                "[]",
                "null",
                "{}",
                GOOD + "x",
                GOOD.replace("\"n\":1", "\"n\":0"),
                GOOD.replace("\"n\":1", "\"n\":-1"),
                GOOD.replace("\"n\":1", "\"n\":1.5"),
                GOOD.replace("\"n\":1", "\"n\":9007199254740992"),
                GOOD.replace("\"n\":1", "\"n\":1,\"n\":2"),
                GOOD.replace("\"g\"", "\"\""),
                GOOD.replace("\"g\"", "\"" + "g".repeat(65) + "\""),
                GOOD.replace("\"poster\"", "\"\""),
                GOOD.replace("\"poster\"", "\"" + "w".repeat(513) + "\""),
                GOOD.replace("[]", "{}"),
                GOOD.replace("[]", "[[]]"),
                GOOD.replace("[]", "[[\"node\",\"a\"]]"),
                GOOD.replace("[]", "[[\"no kind\",\"a\",{}]]"),
                GOOD.replace("[]", "[[\"node\",\"a\",{\"x\":1}],[\"node\",\"a\",{\"y\":1}]]"),
                GOOD.replace("[]", "[[\"node\",\"a\",{\"x\":1},[],{\"x\":\"o1\"}]]"),
                GOOD.replace("[]", "[[\"node\",\"a\",{\"x\":" + "[".repeat(80) + "]".repeat(80) + "}]]"));

        assertThat(bad).allSatisfy(body -> {
            HttpResponse<String> answer = ada.post(FRAMES, body);
            assertThat(answer.statusCode()).as(body).isEqualTo(400);
            assertThat(answer.body()).contains("\"code\":\"malformed\"");
        });
    }

    @Test
    void aLargeFrameIsTooLarge() {
        String large = GOOD.replace("[]", "[[\"node\",\"a\",{\"x\":\"" + "x".repeat(64 << 10) + "\"}]]");

        assertThat(ada.post(FRAMES, large).statusCode()).isEqualTo(413);
        assertThat(ada.post(FRAMES, Http.gzip(large.getBytes(StandardCharsets.UTF_8)), "gzip")
                        .statusCode())
                .isEqualTo(413);
        assertThat(ada.post(FRAMES, Http.gzip(new byte[32 << 20]), "gzip").statusCode())
                .isEqualTo(413);
    }

    @Test
    void whoMayOnlyReadMayNotShow() {
        assertThat(site.as(Site.VERA).post(FRAMES, GOOD).body()).contains("\"code\":\"role-too-low\"");
        assertThat(site.as(Site.GRACE).post(FRAMES, GOOD).body()).contains("\"code\":\"no-member\"");
        assertThat(ada.post(FRAMES + "?channel=" + "c".repeat(65), GOOD).body()).contains("\"code\":\"bad-parameter\"");
    }

    @Test
    @Timeout(180)
    void moreFramesThanAnybodySeesAreRefused() {
        Set<Integer> statuses = new TreeSet<>();
        List<RawConnection> connections = Stream.generate(() -> new RawConnection(site.server.address(), Site.ADA))
                .limit(10)
                .toList();
        int n = 0;
        // as many as a slow machine takes in a second may not be too many, so all at once, and again
        while (!statuses.contains(429)) {
            for (int i = 0; i < 40; i++) {
                for (RawConnection connection : connections) {
                    n++;
                    String frame = GOOD.replace("\"n\":1", "\"n\":" + n);
                    connection.send(new HostileRequests.Made("POST", FRAMES, frame, false));
                }
            }
            for (int i = 0; i < 40; i++) {
                connections.forEach(
                        connection -> statuses.add(connection.receive().status()));
            }
        }
        connections.forEach(RawConnection::close);

        assertThat(statuses).containsExactly(204, 429);
        assertThat(ada.get(Site.STUDIO + "/ops").statusCode()).isEqualTo(200);
    }
}
