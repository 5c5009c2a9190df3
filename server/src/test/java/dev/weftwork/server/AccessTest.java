package dev.weftwork.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Json;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AccessTest {
    @TempDir
    private Path directory;

    private Site site;

    @BeforeEach
    void start() {
        site = Site.at(directory);
        site.as(Site.ADA).post(Site.STUDIO + "/ops", Site.push(Site.op("d", 1, "title", Json.of("secret"))));
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void noRouteAnswersWithoutAToken() {
        for (Route route : Route.ofWorkspaces(site)) {
            assertThat(route.call(site.as(""), "studio")).as(route.toString()).satisfies(response -> {
                assertThat(response.statusCode()).isEqualTo(401);
                assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer");
            });
            assertThat(route.call(site.as("a-token-that-nobody-has"), "studio").statusCode())
                    .as(route.toString())
                    .isEqualTo(401);
        }
    }

    @Test
    void noRouteAnswersAStrangerNorTellsWhatExists() {
        for (Route route : Route.ofWorkspaces(site)) {
            HttpResponse<String> present = route.call(site.as(Site.GRACE), "studio");
            HttpResponse<String> absent = route.call(site.as(Site.GRACE), "nowhere");

            assertThat(present.statusCode()).as(route.toString()).isEqualTo(403);
            assertThat(present.body())
                    .as(route.toString())
                    .isEqualTo(absent.body())
                    .doesNotContain("secret");
        }
        assertThat(site.as(Site.ADA).get(Site.STUDIO + "/ops").body()).contains("\"seq\":1,\"more\":false");
    }

    @Test
    void noRouteAnswersWhatIsMeantForAnotherServerWorkspaceOrPrincipal() {
        Map<String, String> fields = Map.of(
                "Weftwork-Server", "other-server",
                "Weftwork-Workspace", "other-workspace",
                "Weftwork-Principal", "other-principal");
        for (Route route : Route.ofWorkspaces(site)) {
            fields.forEach((field, code) -> {
                Http mistaken = site.as(Site.ADA).with(field, "somebody%20else");
                assertThat(route.call(mistaken, "studio"))
                        .as(field + " " + route)
                        .satisfies(response -> {
                            assertThat(response.statusCode()).isEqualTo(409);
                            assertThat(response.headers().firstValue(field)).isPresent();
                            if (!route.method().equals("HEAD")) {
                                assertThat(response.body()).contains("\"code\":\"" + code + "\"");
                            }
                        });
            });
        }
        assertThat(site.as(Site.ADA).get(Site.STUDIO + "/ops").body()).contains("\"seq\":1,\"more\":false");
    }

    @Test
    void anAnswerSaysWhoseItIsUnlessItMayBeKept() {
        HttpResponse<String> page = site.as(Site.ADA).get("/v1/workspaces/~/ops");

        assertThat(page.headers().firstValue("Weftwork-Workspace")).contains("studio");
        assertThat(page.headers().firstValue("Weftwork-Principal")).contains("ada");
        String server = page.headers().firstValue("Weftwork-Server").orElseThrow();
        assertThat(site.as(Site.ADA).get(Site.STUDIO).body()).contains("\"server\":\"" + server + "\"");
        Http told = site.as(Site.ADA).with("Weftwork-Server", server).with("Weftwork-Principal", "ada");
        assertThat(told.get("/v1/workspaces/~/ops").statusCode()).isEqualTo(200);
        assertThat(site.as("")
                        .with("Weftwork-Server", "another")
                        .get("/v1/workspaces/~/ops")
                        .statusCode())
                .as("before the token is looked at")
                .isEqualTo(409);
    }

    @Test
    void aReaderMayReadAndNoMore() {
        Http vera = site.as(Site.VERA);
        String push = Site.push(Site.op("v", 1, "title", Json.TRUE));

        assertThat(vera.get(Site.STUDIO + "/ops").body()).contains("secret");
        assertThat(vera.get(Site.STUDIO).body()).contains("\"writable\":false");
        assertThat(vera.post(Site.STUDIO + "/ops", push).body()).contains("\"code\":\"role-too-low\"");
        assertThat(vera.post(Site.STUDIO + "/sync", push).body()).contains("\"code\":\"role-too-low\"");
        assertThat(vera.post(Site.STUDIO + "/sync", "{\"ops\":[]}").statusCode())
                .isEqualTo(200);
    }

    @Test
    void oneWorkspacesOperationsNeverAlterAnother() {
        String push = Site.push(Site.op("d", 1, "title", Json.of("elsewhere")));
        String before = site.as(Site.ADA).get(Site.STUDIO + "/ops").body().replaceAll("\"now\":\\d+", "");

        String other = site.as(Site.GRACE).post("/v1/workspaces/~/ops", push).body();

        assertThat(other).contains("\"status\":\"applied\",\"seq\":1");
        assertThat(site.as(Site.GRACE).get("/v1/workspaces/attic/ops").body())
                .contains("elsewhere")
                .doesNotContain("secret");
        assertThat(site.as(Site.ADA).get(Site.STUDIO + "/ops").body().replaceAll("\"now\":\\d+", ""))
                .isEqualTo(before);
    }

    @Test
    void aPartOfOneWorkspacesSnapshotIsNoneOfAnothers() {
        String manifest = site.as(Site.ADA).get(Site.STUDIO + "/snapshot").body();
        String id = manifest.replaceAll(".*\"id\":\"([0-9a-f]{64})\".*", "$1");

        assertThat(id).hasSize(64);
        assertThat(site.as(Site.ADA).get(Site.STUDIO + "/snapshot/" + id).statusCode())
                .isEqualTo(200);
        assertThat(site.as(Site.GRACE).get("/v1/workspaces/~/snapshot/" + id).statusCode())
                .isEqualTo(404);
        assertThat(site.as(Site.ADA)
                        .get(Site.STUDIO + "/snapshot/..%2f..%2fweftwork.db")
                        .statusCode())
                .isIn(400, 404);
    }

    @Test
    void whoeverAsksTooOftenHasToWait() {
        try (Site slow = Site.start(Site.builder(directory.resolve("slow")).requestsPerSecond(0.1))) {
            Http ada = slow.as(Site.ADA);
            assertThat(ada.get(Site.STUDIO).statusCode()).isEqualTo(200);
            HttpResponse<String> next = ada.get(Site.STUDIO);
            while (next.statusCode() == 200) {
                // ten seconds had passed already
                next = ada.get(Site.STUDIO);
            }

            assertThat(next.statusCode()).isEqualTo(429);
            assertThat(next.headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
            assertThat(slow.as(Site.VERA).get(Site.STUDIO).statusCode()).isEqualTo(200);
        }
    }
}
