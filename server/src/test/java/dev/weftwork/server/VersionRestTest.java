package dev.weftwork.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions over plain REST: save, list, read, go back. */
final class VersionRestTest {
    private static final String VERSIONS = "/api/workflows/w/versions";
    private static final String OTHER = "{\"nodes\":[{\"id\":\"z\"}],\"edges\":[]}";

    @TempDir
    private Path directory;

    private Site site;
    private Http ada;

    @BeforeEach
    void start() {
        site = Site.at(directory);
        ada = site.as(Site.ADA);
        save(WorkflowRestTest.GRAPH);
    }

    @AfterEach
    void close() {
        site.close();
    }

    private void save(String definition) {
        assertThat(ada.post("/api/workflows", "{\"id\":\"w\",\"name\":\"n\",\"definition\":" + definition + "}")
                        .statusCode())
                .isIn(200, 201);
    }

    private static Json answered(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return Json.parse(response.body());
    }

    private List<Long> numbers() {
        return answered(ada.get(VERSIONS), 200).get("versions").elements().stream()
                .map(each -> each.get("number").asLong())
                .toList();
    }

    private String definition(String path) {
        return answered(ada.get(path), 200).get("definition").text();
    }

    @Test
    void aVersionShowsTheDocumentAsOfThen() {
        Json saved = answered(ada.post(VERSIONS, "{\"note\":\"first\"}"), 201);
        save(OTHER);

        assertThat(saved.get("number").asLong()).isEqualTo(1);
        assertThat(saved.get("author").asString()).isEqualTo("ada");
        assertThat(saved.get("note").asString()).isEqualTo("first");
        assertThat(definition(VERSIONS + "/1")).isEqualTo(WorkflowRestTest.GRAPH);
        assertThat(definition("/api/workflows/w")).isEqualTo(OTHER);
    }

    @Test
    void goingBackIsTheNextVersionAndEqualToTheOldOne() {
        Json first = answered(ada.post(VERSIONS, "{}"), 201);
        save(OTHER);
        ada.post(VERSIONS, "{}");

        Json third = answered(ada.post(VERSIONS + "/1/rollback", "{}"), 201);

        assertThat(third.get("number").asLong()).isEqualTo(3);
        assertThat(third.get("content")).isEqualTo(first.get("content"));
        assertThat(definition("/api/workflows/w")).isEqualTo(WorkflowRestTest.GRAPH);
        assertThat(numbers()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void savingAVersionIsNoChangeOfTheDocument() {
        ada.post(VERSIONS, "{}");

        long version = answered(ada.get("/api/workflows/w"), 200).get("version").asLong();
        assertThat(version).isEqualTo(1);
        String next = "{\"id\":\"w\",\"version\":1,\"definition\":" + OTHER + "}";
        answered(ada.post("/api/workflows", next), 200);
    }

    @Test
    void whatALargeVersionTookIsThereForTheNext() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() < 200_000; i++) {
            text.append(Integer.toString(i * 7919, 36)).append(' ');
        }
        String large = "{\"nodes\":[{\"id\":\"z\",\"data\":{\"text\":\"" + text + "\"}}],\"edges\":[]}";
        save(large);
        answered(ada.post(VERSIONS, "{}"), 201);
        long each = 6 << 20;
        long reads = Math.min(500, Runtime.getRuntime().maxMemory() / 4 / each + 20);

        for (long i = 0; i < reads; i++) {
            assertThat(ada.get(VERSIONS + "/1").statusCode()).isEqualTo(200);
        }
        assertThat(definition(VERSIONS + "/1")).isEqualTo(large);
    }

    @Test
    void eightSaversAtOnceGetTheNumbersOneToN() {
        List<CompletableFuture<HttpResponse<String>>> saves = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Http saver = site.as(Site.ADA);
            for (int j = 0; j < 5; j++) {
                saves.add(saver.later(saver.request(VERSIONS)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"note\":\"" + i + "-" + j + "\"}"))));
            }
        }

        List<Long> told = saves.stream()
                .map(save -> answered(save.join(), 201).get("number").asLong())
                .sorted()
                .toList();

        assertThat(told)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 40).boxed().toList());
        assertThat(numbers()).isEqualTo(told);
    }

    @Test
    void whatIsNotThereIsSaid() {
        assertThat(ada.get(VERSIONS + "/1").body()).contains("no-such-version");
        assertThat(ada.post(VERSIONS + "/1/rollback", "{}").statusCode()).isEqualTo(404);
        assertThat(ada.get(VERSIONS + "/zero").statusCode()).isEqualTo(400);
        assertThat(ada.get("/api/workflows/none/versions").statusCode()).isEqualTo(404);
        assertThat(ada.post("/api/workflows/none/versions", "{}").statusCode()).isEqualTo(404);
        assertThat(ada.post(VERSIONS, "{\"note\":7}").statusCode()).isEqualTo(400);
        assertThat(numbers()).isEmpty();
    }
}
