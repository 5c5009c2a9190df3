package dev.weftwork.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Json;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A save is compared with what its sender shows to have, never with what was merely handed out. */
final class SaveBaseTest {
    @TempDir
    private Path directory;

    private final StaticTokens tokens = new StaticTokens();
    private Site site;
    private Http ada;
    private Http grace;

    @BeforeEach
    void start() {
        tokens.add(Site.ADA, Principal.of("ada", "studio", Role.EDITOR))
                .add(Site.GRACE, Principal.of("grace", "studio", Role.EDITOR));
        site = Site.start(Site.builder(directory).authenticator(tokens));
        ada = site.as(Site.ADA);
        grace = site.as(Site.GRACE);
        assertThat(saveWith(ada, "\"name\":\"n\"", "a", "b").statusCode()).isEqualTo(201);
    }

    @AfterEach
    void close() {
        site.close();
    }

    private static String nodes(String... ids) {
        List<String> nodes = new ArrayList<>();
        for (String id : ids) {
            nodes.add("{\"id\":\"" + id + "\"}");
        }
        return "{\"nodes\":[" + String.join(",", nodes) + "],\"edges\":[]}";
    }

    private static HttpResponse<String> saveWith(Http client, String members, String... ids) {
        return client.post("/api/workflows", "{\"id\":\"w\"," + members + ",\"definition\":" + nodes(ids) + "}");
    }

    private static HttpResponse<String> save(Http client, String... ids) {
        HttpResponse<String> saved = client.post("/api/workflows", "{\"id\":\"w\",\"definition\":" + nodes(ids) + "}");
        assertThat(saved.statusCode()).as(saved.body()).isEqualTo(200);
        return saved;
    }

    private List<String> there() {
        return Json.parse(grace.get("/api/workflows/w/export").body()).get("nodes").elements().stream()
                .map(node -> node.get("id").asString())
                .toList();
    }

    /** The tag as a member of a body. */
    private static String base(HttpResponse<String> answer) {
        return "\"base\":"
                + Json.of(answer.headers().firstValue("ETag").orElseThrow()).text();
    }

    @Test
    void anAnswerThatNeverArrivedDoesNotCountAsRead() {
        save(grace, "a", "b", "c");
        ada.get("/api/workflows/w");

        // what she sends is what she had before she asked
        assertThat(save(ada, "b").body()).contains("\"merged\":true");

        assertThat(there()).containsExactly("b", "c");
    }

    @Test
    void aSaveThatNamesWhatItStartedFromIsMergedWithWhatCameSince() {
        save(grace, "a", "b", "c");
        HttpResponse<String> read = ada.get("/api/workflows/w");
        save(grace, "a", "b", "c", "d");

        HttpResponse<String> saved = saveWith(ada, base(read), "a", "b");

        assertThat(saved.statusCode()).as(saved.body()).isEqualTo(200);
        assertThat(there()).as("without what she saw and took away").containsExactly("a", "b", "d");
        assertThat(saved.body()).contains("\"merged\":true");
        assertThat(saved.headers().firstValue("ETag"))
                .as("the tag of what she does not have")
                .isEmpty();
    }

    @Test
    void theStateOfAnEditorMayNameWhatItStartedFromToo() {
        save(grace, "a", "b", "c");
        String base = base(ada.get("/api/workflows/w"));

        HttpResponse<String> saved = ada.post(
                "/api/workflows/sync",
                "{\"id\":\"w\",\"userId\":\"ada\"," + base + ",\"state\":" + nodes("a", "c") + "}");

        assertThat(saved.statusCode()).as(saved.body()).isEqualTo(200);
        assertThat(there()).containsExactly("a", "c");
    }

    @Test
    void theTagOfASaveNamesWhatWasSaved() {
        HttpResponse<String> mine = save(ada, "a", "b", "c");
        save(grace, "a", "b", "c", "d");
        save(ada, "a", "b");

        assertThat(saveWith(ada, base(mine), "b", "c").statusCode()).isEqualTo(200);

        assertThat(there()).as("a was taken away from what had been saved").containsExactly("b", "d");
    }

    @Test
    void whatSomebodySentLongAgoIsNotKept() throws Exception {
        save(grace, "a", "b", "c");
        assertThat(copies()).isEqualTo(2);

        site.close();
        site = Site.start(Site.builder(directory)
                .authenticator(tokens)
                .clock(Clock.offset(Clock.systemUTC(), Duration.ofDays(91))));
        ada = site.as(Site.ADA);
        grace = site.as(Site.GRACE);
        site.server.forget(Duration.ofDays(90));

        assertThat(copies()).as("what the workflow shows").isEqualTo(1);
        save(ada, "b");
        assertThat(there()).as("of what she sent nothing is known").containsExactly("a", "b", "c");
    }

    @Test
    void ofManyWhoSentOneWorkflowOnlySomeAreKept() throws Exception {
        for (int i = 0; i < 40; i++) {
            tokens.add("token-of-many-0123456789-" + i, Principal.of("p" + i, "studio", Role.EDITOR));
            save(site.as("token-of-many-0123456789-" + i), "a", "n" + i);
        }

        assertThat(copies()).isLessThanOrEqualTo(33);
        save(site.as("token-of-many-0123456789-39"), "a");
        assertThat(there()).as("the newest are known").doesNotContain("n39").contains("n38");
    }

    private int copies() throws SQLException {
        try (Connection file = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("weftwork.db"));
                Statement statement = file.createStatement()) {
            return statement.executeQuery("SELECT count(*) FROM document").getInt(1);
        }
    }

    @Test
    void whatIsNotKeptAnyMoreIsSaidSoAndNothingIsWritten() {
        HttpResponse<String> first = ada.get("/api/workflows/w");
        for (int i = 0; i < 5; i++) {
            save(grace, "a", "b", "c" + i);
            ada.get("/api/workflows/w");
        }
        List<String> before = there();

        for (String base : List.of(base(first), "\"base\":\"nonsense\"")) {
            HttpResponse<String> refused = saveWith(ada, base, "a");

            assertThat(refused.statusCode()).isEqualTo(409);
            assertThat(refused.body()).contains("\"code\":\"stale-version\"", "\"version\":6", "Read the workflow");
        }
        assertThat(there()).isEqualTo(before);
    }
}
