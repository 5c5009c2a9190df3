package dev.weftwork.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.Op;
import dev.weftwork.graph.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    private record Described(String method, String path, Json operation) {}

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
        for (Described route : routes()) {
            HttpResponse<String> answer = call(route, "");
            boolean open = route.operation.get("security").elements().isEmpty();

            assertThat(answer.statusCode()).as(route.toString()).isEqualTo(open ? 200 : 401);
        }
    }

    @Test
    void everyRouteThatIsThereIsDescribed() {
        List<String> described = routes().stream()
                .filter(route -> route.path.startsWith("/v1/"))
                .map(route -> route.method + " "
                        + route.path.replace("/v1/workspaces/{workspace}", "").replace("{part}", "0".repeat(64)))
                .toList();

        assertThat(described).containsExactlyInAnyOrderElementsOf(AccessTest.ROUTES);
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
        matches("Problem", ada.get(Site.STUDIO + "/nothing").body());
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

    private List<Described> routes() {
        List<Described> routes = new ArrayList<>();
        document.get("paths")
                .toMap()
                .forEach((path, methods) -> methods.toMap()
                        .forEach((method, operation) ->
                                routes.add(new Described(method.toUpperCase(Locale.ROOT), path, operation))));
        return routes;
    }

    private HttpResponse<String> call(Described route, String token) {
        Http client = site.as(token);
        String path = route.path.replace("{workspace}", "studio").replace("{part}", "0".repeat(64));
        return client.send(client.request(path)
                .header("Content-Type", "application/json")
                .method(
                        route.method,
                        route.method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString("{}")));
    }
}
