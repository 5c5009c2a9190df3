package dev.weftwork.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.Op;
import dev.weftwork.graph.Json;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The description and the running server say the same. */
final class OpenApiTest {
    @TempDir
    private Path directory;

    private Site site;
    private Json document;

    @BeforeEach
    void start() {
        site = Site.at(directory);
        document = Json.parse(site.as("").get("/openapi.json").body());
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void everyRouteThatIsDescribedIsThereAndGuardedAsDescribed() {
        assertThat(Route.all(site)).hasSizeGreaterThan(10);
        for (Route route : Route.all(site)) {
            HttpResponse<String> answer = route.call(site.as(""), "studio");

            assertThat(answer.statusCode()).as(route.toString()).isEqualTo(route.isOpen() ? 200 : 401);
        }
    }

    @Test
    void pathsAnswerToTheMethodsThatAreDescribedOnly() {
        Set<String> described = Route.all(site).stream().map(Route::toString).collect(Collectors.toSet());
        for (String method : List.of("GET", "POST", "PUT", "DELETE", "PATCH")) {
            for (Route route : Route.ofWorkspaces(site)) {
                if (!described.contains(method + " " + route.path())) {
                    Route other = new Route(method, route.path(), route.operation());

                    HttpResponse<String> answer = other.call(site.as(Site.ADA), "studio");

                    if (route.path().endsWith("/blobs/missing")) {
                        // under other methods that is the name of a binary, and a bad one
                        assertThat(answer.statusCode()).as(other.toString()).isIn(404, 405);
                        continue;
                    }
                    assertThat(answer.statusCode()).as(other.toString()).isEqualTo(405);
                    assertThat(answer.headers().firstValue("Allow").orElse(""))
                            .as(other.toString())
                            .contains(route.method())
                            .doesNotContain(method);
                }
            }
        }
    }

    @Test
    void answersHaveTheMembersThatAreDescribed() {
        Op op = Site.op("d", 1, "title", Json.TRUE);
        Http ada = site.as(Site.ADA);

        matches("Results", ada.post(Site.STUDIO + "/ops", Site.push(op)).body());
        matches("Page", ada.get(Site.STUDIO + "/ops").body());
        matches("Hello", ada.get(Site.STUDIO).body());
        matches("Manifest", ada.get(Site.STUDIO + "/snapshot").body());
        matches("History", ada.get(Site.STUDIO + "/history?workflow=poster").body());
        matches(
                "Missing",
                ada.post(Site.STUDIO + "/blobs/missing", "{\"hashes\":[]}").body());
        matches("Problem", ada.get(Site.STUDIO + "/nothing").body());
        matches(
                "Saved",
                ada.post("/api/workflows", "{\"id\":\"w\",\"name\":\"n\",\"definition\":{}}")
                        .body());
        matches("Document", ada.get("/api/workflows/w").body());
        matches("Workflows", ada.get("/api/workflows?limit=1").body());
        matches("Project", ada.post("/api/projects", "{\"name\":\"n\"}").body());
        matches("Projects", ada.get("/api/projects").body());
        matches("Version", ada.post("/api/workflows/w/versions", "{}").body());
        matches("Versions", ada.get("/api/workflows/w/versions").body());
        matches("VersionDocument", ada.get("/api/workflows/w/versions/1").body());
        matches("SyncFailure", ada.post("/api/workflows/sync", "{}").body());
        matches(
                "Problem",
                ada.post("/api/workflows", "{\"id\":\"w\",\"version\":9,\"definition\":{}}")
                        .body());
    }

    private void matches(String schema, String body) {
        Json described = document.get("components").get("schemas").get(schema);
        Map<String, Json> members = Json.parse(body).toMap();

        assertThat(described.get("properties").toMap().keySet()).as(body).containsAll(members.keySet());
        assertThat(members.keySet())
                .as(body)
                .containsAll(described.get("required").elements().stream()
                        .map(Json::asString)
                        .toList());
    }
}
