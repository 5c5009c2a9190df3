package dev.weftwork.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weftwork.graph.Json;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real documents go through the server: those of the folder that the system property {@code weftwork.corpus} names. */
final class WorkflowCorpusTest {
    /** What tells tokens apart: texts, and runs of anything but white space and punctuation. */
    private static final Pattern TOKEN =
            Pattern.compile("\"(?:[^\"\\\\]++|\\\\.)*+\"|[\\[\\]{}:,]|[^\\s\"\\[\\]{}:,]+");

    @TempDir
    private Path directory;

    private static List<String> tokens(String json) {
        return TOKEN.matcher(json).results().map(MatchResult::group).toList();
    }

    private static List<Path> documents() throws IOException {
        String corpus = System.getProperty("weftwork.corpus", "");
        assumeTrue(!corpus.isBlank(), "no corpus: -Dweftwork.corpus=<folder> names one");
        try (Stream<Path> files = Files.walk(Path.of(corpus))) {
            return files.filter(file -> file.toString().matches(".*\\.(json|canvas|ga)"))
                    .filter(file -> !file.endsWith("MANIFEST.json"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void everyRealDocumentComesBackTokenByTokenAlsoWhenItIsWrittenAnew() throws IOException {
        List<Path> documents = documents();
        assertThat(documents).isNotEmpty();
        try (Site site = Site.at(directory)) {
            Http ada = site.as(Site.ADA);
            for (int i = 0; i < documents.size(); i++) {
                check(ada, "w" + i, Files.readString(documents.get(i)).replace("\uFEFF", ""), documents.get(i));
            }
        }
    }

    private static void check(Http ada, String id, String text, Path file) {
        String body = "{\"id\":\"" + id + "\",\"name\":\"a name of our own\",\"definition\":" + text + "}";
        assertThat(ada.post("/api/workflows", Http.gzip(body.getBytes(StandardCharsets.UTF_8)), "gzip")
                        .statusCode())
                .as(file.toString())
                .isEqualTo(201);
        List<String> sent = tokens(text);
        assertThat(tokens(definition(ada, id))).as(file.toString()).isEqualTo(sent);

        // what was sent is kept as it came; after another change it is put together from the graph
        HttpResponse<String> renamed = ada.send(ada.request("/api/workflows/" + id)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString("{\"name\":\"another\"}")));
        assertThat(renamed.statusCode()).isEqualTo(200);
        assertThat(tokens(definition(ada, id))).as("%s, written anew", file).isEqualTo(sent);
    }

    private static String definition(Http ada, String id) {
        return Json.parse(ada.get("/api/workflows/" + id).body())
                .get("definition")
                .text();
    }
}
