package dev.weftwork.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what to workflows over REST, and what comes of many at once and of those who wish ill. */
final class WorkflowTenancyTest {
    @TempDir
    private Path directory;

    private Site site;
    private Http ada;

    @BeforeEach
    void start() {
        site = Site.at(directory);
        ada = site.as(Site.ADA);
        assertThat(save(ada, "{\"nodes\":[{\"id\":\"secret\"}],\"edges\":[]}").statusCode())
                .isEqualTo(201);
    }

    @AfterEach
    void close() {
        site.close();
    }

    private static HttpResponse<String> save(Http client, String definition) {
        return client.post("/api/workflows", "{\"id\":\"w\",\"name\":\"n\",\"definition\":" + definition + "}");
    }

    private List<Route> routes() {
        List<Route> routes = Route.all(site).stream()
                .filter(route -> route.path().startsWith("/api/"))
                .toList();
        assertThat(routes).hasSizeGreaterThan(7);
        return routes;
    }

    private static HttpResponse<String> call(Route route, Http client) {
        String body = "{\"id\":\"w\",\"userId\":\"vera\",\"name\":\"n\",\"definition\":{},\"state\":{}}";
        return client.send(client.request(route.path().replace("{id}", "w").replace("{n}", "1"))
                .header("Content-Type", "application/json")
                .method(
                        route.method(),
                        route.method().equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    @Test
    void noRouteReachesAnotherTenantsWorkflow() {
        String before = ada.get("/api/workflows/w").body();
        Http grace = site.as(Site.GRACE);
        for (Route route : routes()) {
            assertThat(call(route, grace).body()).as(route.toString()).doesNotContain("secret", "ada");
        }

        assertThat(ada.get("/api/workflows/w").body()).isEqualTo(before);
    }

    @Test
    void withoutATokenOrTheRoleNothingIsWritten() {
        assertThat(ada.post("/api/workflows/w/versions", "{}").statusCode()).isEqualTo(201);
        String before = ada.get("/api/workflows/w").body();
        for (Route route : routes()) {
            assertThat(call(route, site.as("")).statusCode())
                    .as(route.toString())
                    .isEqualTo(401);
            assertThat(call(route, site.as(Site.VERA)).statusCode())
                    .as(route.toString())
                    .isEqualTo(route.method().equals("GET") ? 200 : 403);
        }

        assertThat(ada.get("/api/workflows/w").body()).isEqualTo(before);
        assertThat(ada.get("/api/projects").body()).isEqualTo("{\"projects\":[]}");
    }

    @Test
    void eightWhoSaveAtOnceAllGetIn() {
        List<CompletableFuture<HttpResponse<String>>> saves = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String definition = "{\"nodes\":[{\"id\":\"secret\"},{\"id\":\"n" + i + "\"}],\"edges\":[]}";
            saves.add(ada.later(ada.request("/api/workflows")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"id\":\"w\",\"definition\":" + definition + "}"))));
        }
        Set<Long> versions = saves.stream()
                .map(CompletableFuture::join)
                .peek(saved -> assertThat(saved.statusCode()).as(saved.body()).isEqualTo(200))
                .map(saved -> Json.parse(saved.body()).get("version").asLong())
                .collect(Collectors.toSet());

        assertThat(versions).containsExactlyInAnyOrder(2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    }

    @Test
    void aLargeDocumentIsTakenInAndALargerOneIsNot() {
        String text = "{\"nodes\":[{\"id\":\"a\",\"data\":{\"t\":\"" + "x".repeat(11 << 20) + "\"}}],\"edges\":[]}";
        assertThat(save(ada, text).statusCode()).isEqualTo(200);
        assertThat(Json.parse(ada.get("/api/workflows/w").body())
                        .get("definition")
                        .text())
                .isEqualTo(text);

        String before = ada.get("/api/workflows?search=n").body();
        byte[] bomb = Http.gzip(
                ("{\"id\":\"w\",\"definition\":\"" + "x".repeat(17 << 20) + "\"}").getBytes(StandardCharsets.UTF_8));
        assertThat(site.as(Site.ADA).post("/api/workflows", bomb, "gzip").statusCode())
                .isEqualTo(413);
        assertThat(site.as(Site.ADA)
                        .post("/api/workflows", Http.gzip(new byte[100 << 20]), "gzip")
                        .statusCode())
                .isEqualTo(413);
        assertThat(ada.get("/api/workflows?search=n").body()).isEqualTo(before);
    }

    @Test
    void hostileBodiesAreRefusedInWords() {
        List<String> bodies = List.of(
                "",
                "{",
                "null",
                "{\"name\":\"n\",\"definition\":" + "[".repeat(100_000),
                "{\"name\":\"n\",\"definition\":" + "[".repeat(64) + "]".repeat(64) + "}",
                "{\"name\":\"n\",\"definition\":{},\"definition\":{}}",
                "{\"name\":7,\"definition\":{}}",
                "{\"name\":\"n\"}",
                "{\"definition\":{}}",
                "{\"id\":\"w\",\"version\":\"1\",\"definition\":{}}",
                "{\"id\":\"w\",\"version\":-1,\"definition\":{}}",
                "{\"id\":\"w\",\"version\":1e400,\"definition\":{}}",
                "{\"id\":\"" + "x".repeat(600) + "\",\"definition\":{}}",
                "{\"id\":\"\\ud800\",\"definition\":{}}",
                "{\"name\":\"n\",\"projectId\":[],\"definition\":{}}");
        for (String body : bodies) {
            HttpResponse<String> refused = site.as(Site.ADA).post("/api/workflows", body);

            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
            assertThat(Json.parse(refused.body()).get("detail").asString()).isNotBlank();
        }
        assertThat(Json.parse(ada.get("/api/workflows").body()).get("workflows").size())
                .isEqualTo(1);
    }
}
