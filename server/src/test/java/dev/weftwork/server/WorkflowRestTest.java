package dev.weftwork.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Json;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a web front end does that has no library of ours. */
final class WorkflowRestTest {
    static final String GRAPH = """
            {"nodes":[{"id":"a","type":"prompt","position":{"x":1.50,"y":2e0},"data":{"seed":18446744073709551617}},\
            {"id":"b","data":{"label":"Render","big":1e400}}],\
            "edges":[{"id":"e","source":"a","target":"b","animated":true}],"viewport":{"x":0,"y":0,"zoom":1.0}}""";

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
        site.close();
    }

    private HttpResponse<String> save(String members, String definition) {
        return ada.post("/api/workflows", "{" + members + ",\"definition\":" + definition + "}");
    }

    private String definition(String id) {
        return Json.parse(ada.get("/api/workflows/" + id).body())
                .get("definition")
                .text();
    }

    private static HttpResponse<String> answered(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return response;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b", "a/b", "50%", "a;b", "a+b", "a?b#c", "a\\b", "%2F", "\"q\"", "~", "Küche 漢", "a\r\nb", "sync"
            })
    void whatIsSavedUnderAnyIdCanBeReadAndDeleted(String id) {
        HttpResponse<String> saved =
                answered(save("\"name\":\"Poster\",\"id\":" + Json.of(id).text(), GRAPH), 201);
        String path = "/api/workflows/"
                + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
        assertThat(saved.headers().firstValue("Location")).contains(path);

        Json read = Json.parse(answered(ada.get(path), 200).body());

        assertThat(read.get("id").asString()).isEqualTo(id);
        answered(ada.send(ada.request(path).DELETE()), 204);
        answered(ada.get(path), 404);
    }

    @Test
    void anIdThatNoAddressCanHoldIsNotTaken() {
        HttpResponse<String> refused = answered(save("\"name\":\"Poster\",\"id\":\"a\\u0000b\"", GRAPH), 400);

        assertThat(refused.body()).contains("bad-field");
        assertThat(ada.get("/api/workflows").body()).doesNotContain("Poster");
    }

    @Test
    void aSavedDocumentComesBackTokenByToken() {
        HttpResponse<String> saved = answered(save("\"name\":\"Poster\"", GRAPH), 201);
        String id = Json.parse(saved.body()).get("id").asString();

        Json read = Json.parse(answered(ada.get("/api/workflows/" + id), 200).body());

        assertThat(read.get("definition").text()).isEqualTo(GRAPH);
        assertThat(read.get("name").asString()).isEqualTo("Poster");
        assertThat(read.get("version").asLong()).isEqualTo(1);
        assertThat(read.get("userId").asString()).isEqualTo("ada");
        assertThat(saved.headers().firstValue("Location")).contains("/api/workflows/" + id);
    }

    @Test
    void whateverJsonIsSentComesBack() {
        List<String> all = List.of(
                "null",
                "true",
                "18446744073709551617",
                "-0.0e-0",
                "\"caf\\u00e9 \\/ \\ud83d\\ude00 \\ud800\"",
                "[]",
                "[1,[2,{\"z\":1,\"a\":2,\"z\":3}],\"x\"]",
                "{}",
                "{\"b\":1,\"a\":{\"b\":2},\"\":null}",
                "{\"nodes\":[]}",
                "{\"nodes\":[{\"id\":\"a\"},{\"id\":\"a\"},null,7,{}],\"edges\":[{\"source\":\"a\",\"target\":\"zz\"}]}",
                "{\"name\":\"another\",\"nodes\":[{\"id\":1.0}],\"nodes\":[]}");
        for (int i = 0; i < all.size(); i++) {
            answered(save("\"id\":\"w" + i + "\",\"name\":\"n\"", all.get(i)), 201);

            assertThat(definition("w" + i)).isEqualTo(all.get(i));
            assertThat(ada.get("/api/workflows/w" + i + "/export").body()).isEqualTo(all.get(i));
        }
    }

    @Test
    void theStateOfAnEditorIsKeptUnderTheIdThatItChose() {
        String body = "{\"id\":\"board\",\"userId\":\"ada\",\"state\":%s}";

        assertThat(answered(ada.post("/api/workflows/sync", body.formatted(GRAPH)), 200)
                        .body())
                .isEqualTo("{\"success\":true}");
        String created = Json.parse(ada.get("/api/workflows/board").body())
                .get("createdAt")
                .asString();
        String second = GRAPH.replace("Render", "Rendered");
        answered(ada.post("/api/workflows/sync", body.formatted(second)), 200);

        Json read = Json.parse(ada.get("/api/workflows/board").body());
        assertThat(read.get("definition").text()).isEqualTo(second);
        assertThat(read.get("version").asLong()).isEqualTo(2);
        assertThat(read.get("createdAt").asString()).isEqualTo(created);
    }

    @Test
    void whatIsMissingOrOfAnotherTypeIsRefusedAndNothingIsKept() {
        List<String> bodies = List.of(
                "{}",
                "[]",
                "7",
                "{\"id\":\"x\"}",
                "{\"id\":\"x\",\"userId\":\"ada\"}",
                "{\"id\":7,\"userId\":\"ada\",\"state\":{}}",
                "{\"id\":\"x\",\"userId\":{},\"state\":{}}",
                "{\"id\":\"\",\"userId\":\"ada\",\"state\":{}}",
                "{\"id\":\"x\",\"id\":\"y\",\"userId\":\"ada\",\"state\":{}}",
                "{\"id\":\"x\",\"userId\":\"ada\",\"state\":{}",
                "{\"id\":\"x\",\"userId\":\"ada\",\"state\":" + "[".repeat(64) + "]".repeat(64) + "}");
        for (String body : bodies) {
            Json failure = Json.parse(
                    answered(ada.post("/api/workflows/sync", body), 400).body());
            assertThat(failure.get("error").asString()).isEqualTo("Sync failed");
            assertThat(failure.get("detail").asString()).isNotBlank();
        }
        assertThat(ada.get("/api/workflows").body()).isEqualTo("{\"workflows\":[]}");
    }

    @Test
    void aUserIdThatIsNotTheCallersIsRefusedAndNothingIsKept() {
        for (String user : List.of("grace", "vera", "ADA")) {
            HttpResponse<String> refused = ada.post(
                    "/api/workflows/sync", "{\"id\":\"x\",\"userId\":\"" + user + "\",\"state\":{\"nodes\":[]}}");

            assertThat(answered(refused, 403).body()).contains("\"error\":\"Sync failed\"", "\"code\":\"other-user\"");
        }
        assertThat(ada.get("/api/workflows").body()).isEqualTo("{\"workflows\":[]}");
    }

    @Test
    void whoeverHasTheDocumentIsNotSentItAgain() {
        String tag = answered(save("\"id\":\"w\",\"name\":\"n\"", GRAPH), 201)
                .headers()
                .firstValue("ETag")
                .orElseThrow();

        HttpResponse<String> same = ada.send(
                ada.request("/api/workflows/w").header("If-None-Match", tag).GET());
        assertThat(answered(same, 304).body()).isEmpty();
        answered(save("\"id\":\"w\"", GRAPH.replace("Render", "Other")), 200);
        HttpResponse<String> other = ada.send(
                ada.request("/api/workflows/w").header("If-None-Match", tag).GET());
        assertThat(answered(other, 200).headers().firstValue("ETag"))
                .isPresent()
                .isNotEqualTo(Optional.of(tag));
    }

    @Test
    void whoeverHasTheDocumentHearsOfAnyOtherProject() {
        // to Java, the two ids have one hash code
        answered(ada.post("/api/projects", "{\"id\":\"Aa\",\"name\":\"Posters\"}"), 201);
        answered(ada.post("/api/projects", "{\"id\":\"BB\",\"name\":\"Prints\"}"), 201);
        String tag = answered(save("\"id\":\"w\",\"name\":\"n\",\"projectId\":\"Aa\"", GRAPH), 201)
                .headers()
                .firstValue("ETag")
                .orElseThrow();

        answered(
                ada.send(ada.request("/api/workflows/w")
                        .header("Content-Type", "application/json")
                        .method("PATCH", BodyPublishers.ofString("{\"projectId\":\"BB\"}"))),
                200);

        HttpResponse<String> moved = ada.send(
                ada.request("/api/workflows/w").header("If-None-Match", tag).GET());
        assertThat(answered(moved, 200).body()).contains("\"projectId\":\"BB\"");
    }

    @Test
    void aNameThatNoTextCanHaveIsRefused() {
        String half = "\"a\\ud800b\"";

        answered(ada.post("/api/projects", "{\"id\":\"p\",\"name\":" + half + "}"), 400);
        answered(save("\"id\":\"w\",\"name\":" + half, GRAPH), 400);

        assertThat(ada.get("/api/projects").body()).isEqualTo("{\"projects\":[]}");
        assertThat(ada.get("/api/workflows").body()).isEqualTo("{\"workflows\":[]}");
    }

    @Test
    void aStaleVersionIsRefusedWithThePresentOne() {
        answered(save("\"id\":\"w\",\"name\":\"n\"", GRAPH), 201);
        answered(save("\"id\":\"w\",\"version\":1", GRAPH.replace("Render", "Second")), 200);

        HttpResponse<String> stale = save("\"id\":\"w\",\"version\":1", GRAPH.replace("Render", "Third"));

        assertThat(Json.parse(answered(stale, 409).body()).get("version").asLong())
                .isEqualTo(2);
        assertThat(definition("w")).isEqualTo(GRAPH.replace("Render", "Second"));
        HttpResponse<String> matched = ada.send(ada.request("/api/workflows")
                .header("Content-Type", "application/json")
                .header("If-Match", "\"1-0-0\"")
                .POST(BodyPublishers.ofString("{\"id\":\"w\",\"definition\":{}}")));
        answered(matched, 412);
    }

    @Test
    void workflowsAreListedPageByPageRenamedAndDeleted() {
        for (String id : List.of("a", "b", "c")) {
            answered(save("\"id\":\"" + id + "\",\"name\":\"Über " + id + "\"", GRAPH), 201);
        }
        Json page = Json.parse(ada.get("/api/workflows?limit=2").body());
        assertThat(page.get("workflows").size()).isEqualTo(2);
        assertThat(page.get("next").asString()).isEqualTo("b");
        assertThat(ada.get("/api/workflows?limit=2&after=b").body())
                .contains("\"c\"")
                .doesNotContain("next");

        HttpResponse<String> renamed = ada.send(ada.request("/api/workflows/b")
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString("{\"name\":\"ÄPFEL\"}")));
        assertThat(answered(renamed, 200).body()).contains("ÄPFEL");
        assertThat(Json.parse(ada.get("/api/workflows?search=%C3%A4pf").body())
                        .get("workflows")
                        .elements())
                .singleElement()
                .satisfies(row -> assertThat(row.get("id").asString()).isEqualTo("b"));
        assertThat(definition("b")).isEqualTo(GRAPH);

        answered(ada.send(ada.request("/api/workflows/b").DELETE()), 204);
        answered(ada.get("/api/workflows/b"), 404);
        answered(ada.send(ada.request("/api/workflows/b").DELETE()), 404);
        answered(save("\"id\":\"b\",\"name\":\"Again\"", "{\"nodes\":[]}"), 201);
        assertThat(definition("b")).isEqualTo("{\"nodes\":[]}");
    }

    @Test
    void aWorkflowBelongsToAProjectThatIsThere() {
        answered(save("\"name\":\"n\",\"projectId\":\"p\"", GRAPH), 422);
        answered(ada.post("/api/projects", "{\"id\":\"p\",\"name\":\"Posters\"}"), 201);
        answered(ada.post("/api/projects", "{\"id\":\"p\",\"name\":\"Prints\"}"), 200);

        assertThat(answered(save("\"id\":\"w\",\"name\":\"n\",\"projectId\":\"p\"", GRAPH), 201)
                        .body())
                .contains("\"projectId\":\"p\"");
        assertThat(ada.get("/api/workflows?projectId=p").body()).contains("\"w\"");
        assertThat(ada.get("/api/workflows?projectId=q").body()).isEqualTo("{\"workflows\":[]}");
        assertThat(ada.get("/api/projects").body()).contains("Prints").doesNotContain("Posters");
    }
}
