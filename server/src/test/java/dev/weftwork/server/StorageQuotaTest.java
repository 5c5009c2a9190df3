package dev.weftwork.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.DeviceId;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.PullRequest;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.spi.RemoteCursor;
import dev.weftwork.wire.Requests;
import dev.weftwork.wire.SyncRequest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A workspace that is full can be read, and emptied. */
final class StorageQuotaTest {
    private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");
    private static final String OPS = Site.STUDIO + "/ops";
    /** What the first operation takes up is more than this, so there is room for one. */
    private static final Quotas ONE_OP = Quotas.USUAL.withStorageBytes(8_000);

    private static final String LONG = "x".repeat(4_000);

    private static final String DOCUMENTS_COUNTED = "SELECT bytes FROM document_bytes WHERE workspace_id = 'studio'";
    private static final String DOCUMENTS =
            "SELECT sum(octet_length(body) + octet_length(names)) FROM document WHERE workspace_id = 'studio'";

    @TempDir
    private Path directory;

    @Test
    void aFullWorkspaceRefusesWhatNeedsRoomAndIsAsBefore() {
        try (Site site = site(ONE_OP, NEW_YEAR)) {
            Http ada = site.as(Site.ADA);
            assertThat(push(ada, op(1, LONG))).contains("\"status\":\"applied\"");
            String before = state(ada);

            HttpResponse<String> refused = ada.post(OPS, Site.push(op(2, "more")));

            assertThat(refused.statusCode()).isEqualTo(507);
            assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(refused.headers().firstValueAsLong("Retry-After").orElse(0))
                    .isPositive();
            assertThat(refused.body()).contains("\"code\":\"storage-quota\"").contains("\"retryable\":true");
            assertThat(state(ada)).isEqualTo(before);
        }
    }

    @Test
    void aFullWorkspaceSaysAgainWhatItSaidBefore() {
        try (Site site = site(ONE_OP, NEW_YEAR)) {
            String first = push(site.as(Site.ADA), op(1, LONG));

            assertThat(push(site.as(Site.ADA), op(1, LONG))).isEqualTo(first);
        }
    }

    @Test
    void aFullWorkspaceTakesDeletionsInAndPutsTheRestOff() {
        try (Site site = site(ONE_OP, NEW_YEAR)) {
            Http ada = site.as(Site.ADA);
            push(ada, op(1, LONG));
            Op deletion = Site.op("d", 3, "life", Json.FALSE);

            String results = push(ada, op(2, "more"), deletion);

            assertThat(results)
                    .contains("\"op\":\"d-2\",\"status\":\"retryable\",\"code\":\"storage-quota\"")
                    .contains("\"op\":\"d-3\",\"status\":\"applied\",\"seq\":2");
        }
    }

    @Test
    void deletionsAreNoWayRoundTheQuota() {
        try (Site site = site(Quotas.USUAL.withStorageBytes(2_000), NEW_YEAR)) {
            Http ada = site.as(Site.ADA);
            push(ada, op(1, LONG));

            assertThat(ada.post(OPS, Site.push(Site.op("d", 2, "life", Json.FALSE)))
                            .statusCode())
                    .isEqualTo(507);
        }
    }

    @Test
    void whoeverSyncsWithAFullWorkspaceStillHearsWhatIsNew() {
        try (Site site = site(ONE_OP, NEW_YEAR)) {
            Http ada = site.as(Site.ADA);
            push(ada, op(1, LONG));
            String sync = Requests.sync(new SyncRequest(
                    PushRequest.of(List.of(op(2, "more"))), PullRequest.after(RemoteCursor.START, 10), false));

            HttpResponse<String> answer = ada.post(Site.STUDIO + "/sync", sync);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("\"status\":\"retryable\"").contains("\"op\":\"d-1\"");
        }
    }

    @Test
    void projectsCountToo() {
        try (Site site = site(ONE_OP, NEW_YEAR)) {
            Http ada = site.as(Site.ADA);
            assertThat(project(ada, "p", "x".repeat(5_000))).isEqualTo(201);
            assertThat(project(ada, "p", LONG)).as("renamed").isEqualTo(200);
            assertThat(project(ada, "q", LONG)).isEqualTo(201);

            assertThat(project(ada, "r", "more")).isEqualTo(507);
            assertThat(ada.post(OPS, Site.push(op(1, "more"))).statusCode()).isEqualTo(507);
            assertThat(ada.get("/api/projects").body()).contains("\"q\"").doesNotContain("more");
        }
    }

    private static int project(Http client, String id, String name) {
        return client.post("/api/projects", "{\"id\":\"" + id + "\",\"name\":\"" + name + "\"}")
                .statusCode();
    }

    @Test
    void refusedOperationsCountToo() {
        try (Site site = site(Quotas.USUAL.withStorageBytes(3_000), NEW_YEAR)) {
            Http ada = site.as(Site.ADA);
            int number = 1;
            while (number < 100 && ada.post(OPS, Site.push(senseless(number))).statusCode() == 200) {
                number++;
            }

            assertThat(number).isLessThan(100);
            assertThat(push(ada, senseless(1))).as("said again").contains("\"status\":\"rejected\"");
        }
        assertBesideIsWhatThereIs();
    }

    /** It lists one node twice. */
    private static Op senseless(int number) {
        EntityWrites writes = EntityWrites.to(EntityKey.of(NodeId.of("idea")))
                .set("title", Json.of("t"))
                .build();
        Op.Origin origin = new Op.Origin(new DeviceId("d"), number, 1_000 + number);
        return Op.of(new OpId("d-" + number), WorkflowId.of("poster"), origin, List.of(writes, writes));
    }

    @Test
    void valuesThatLostCountToo() throws IOException {
        try (Site site = site(Quotas.USUAL, NEW_YEAR)) {
            Http ada = site.as(Site.ADA);
            push(ada, Site.op("pad", 1, "title", Json.of(LONG)));
            long before = besideCounted();

            push(ada, Site.op("phone", 1, "title", Json.of("short")));

            assertThat(besideCounted() - before).isGreaterThan(LONG.length());
            assertBesideIsWhatThereIs();
        }
        try (Site site = site(Quotas.USUAL, NEW_YEAR.plus(Duration.ofDays(91)))) {
            site.server.forget(Duration.ofDays(90));
        }
        assertThat(besideCounted()).isZero();
    }

    private long besideCounted() {
        return bytes("SELECT coalesce(sum(bytes), 0) FROM beside_bytes");
    }

    private void assertBesideIsWhatThereIs() {
        long answers =
                bytes("SELECT coalesce(sum(64 + octet_length(op_id) + octet_length(device) + octet_length(digest)"
                        + " + coalesce(octet_length(skipped), 0) + coalesce(octet_length(reason), 0)), 0) FROM answer");
        long losses = bytes("SELECT coalesce(sum(64 + octet_length(workflow) + octet_length(id) + octet_length(field)"
                + " + coalesce(octet_length(value), 0) + octet_length(loser) + octet_length(winner)), 0) FROM loss");
        assertThat(besideCounted()).isEqualTo(answers + losses);
    }

    @Test
    void aFileFromBeforeTheseWereCountedIsMeasured() throws SQLException {
        try (Site site = site(Quotas.USUAL, NEW_YEAR)) {
            Http ada = site.as(Site.ADA);
            push(ada, Site.op("pad", 1, "title", Json.of(LONG)));
            push(ada, Site.op("phone", 1, "title", Json.of("short")));
            project(ada, "p", "name");
        }
        long counted = besideCounted();
        try (Connection file = file();
                Statement statement = file.createStatement()) {
            statement.execute("DROP TABLE beside_bytes");
        }
        try (Site site = site(Quotas.USUAL, NEW_YEAR)) {
            assertThat(site.as(Site.ADA).get(OPS).statusCode()).isEqualTo(200);
        }

        assertThat(besideCounted()).isEqualTo(counted).isGreaterThan(LONG.length());
    }

    @Test
    void anotherWorkspaceHasRoomOfItsOwn() {
        try (Site site = site(ONE_OP, NEW_YEAR)) {
            push(site.as(Site.ADA), op(1, LONG));

            assertThat(site.as(Site.GRACE)
                            .post("/v1/workspaces/~/ops", Site.push(op(1, "hers")))
                            .body())
                    .contains("\"status\":\"applied\"");
        }
    }

    @Test
    void whatIsForgottenAndOverwrittenMakesRoom() throws IOException {
        try (Site site = site(Quotas.USUAL.withStorageBytes(6_000), NEW_YEAR)) {
            Http ada = site.as(Site.ADA);
            push(ada, op(1, "ä".repeat(1_000)));
            assertThat(push(ada, op(2, "short"))).contains("\"status\":\"applied\"");
            assertThat(push(ada, op(3, LONG))).contains("\"status\":\"applied\"");
            assertThat(ada.post(OPS, Site.push(op(4, "more"))).statusCode()).isEqualTo(507);
        }
        try (Site site = site(Quotas.USUAL.withStorageBytes(6_000), NEW_YEAR.plus(Duration.ofDays(91)))) {
            site.server.forget(Duration.ofDays(90));

            assertThat(push(site.as(Site.ADA), op(4, "more"))).contains("\"status\":\"applied\"");
        }
        assertThat(bytes("SELECT bytes FROM workspace WHERE id = 'studio'"))
                .isEqualTo(bytes("SELECT sum(octet_length(body)) FROM op")
                        + bytes("SELECT sum(octet_length(state) + octet_length(stamps)) FROM entity"));
    }

    @Test
    void aStorageFromBeforeThereWereQuotasIsMeasured() throws SQLException {
        try (Site site = site(ONE_OP, NEW_YEAR)) {
            push(site.as(Site.ADA), op(1, LONG));
        }
        long before = bytes("SELECT bytes FROM workspace WHERE id = 'studio'");
        try (Connection file = file();
                Statement statement = file.createStatement()) {
            statement.execute("ALTER TABLE workspace DROP COLUMN bytes");
            statement.execute("UPDATE meta SET value = '1' WHERE name = 'schema'");
        }
        try (Site site = site(ONE_OP, NEW_YEAR)) {
            assertThat(site.as(Site.ADA).post(OPS, Site.push(op(2, "more"))).statusCode())
                    .isEqualTo(507);
        }
        assertThat(bytes("SELECT bytes FROM workspace WHERE id = 'studio'")).isEqualTo(before);
    }

    @Test
    void savedDocumentsCountToo() {
        try (Site site = site(Quotas.USUAL.withStorageBytes(5 * LONG.length()), NEW_YEAR)) {
            Http ada = site.as(Site.ADA);

            assertThat(save(ada, LONG + LONG).statusCode()).isEqualTo(201);

            // the operation and the entity take up four of the five, and the document two
            assertThat(ada.post(OPS, Site.push(op(1, "more"))).statusCode()).isEqualTo(507);
            assertThat(save(ada, LONG).statusCode()).isEqualTo(507);
            assertThat(ada.get("/api/workflows/w").statusCode()).as("reading").isEqualTo(200);
        }
    }

    @Test
    void theCountOfDocumentsIsWhatThereIs() throws SQLException {
        try (Site site = site(Quotas.USUAL, NEW_YEAR)) {
            Http ada = site.as(Site.ADA);
            save(ada, "ä".repeat(1_000));
            ada.get("/api/workflows/w");
            save(ada, LONG);
            site.as(Site.GRACE).post("/api/workflows", "{\"id\":\"w\",\"name\":\"n\",\"definition\":{}}");
        }
        long counted = bytes(DOCUMENTS_COUNTED);
        assertThat(counted).isGreaterThan(LONG.length()).isEqualTo(bytes(DOCUMENTS));
        try (Connection file = file();
                Statement statement = file.createStatement()) {
            statement.execute("DROP TABLE document_bytes");
        }
        try (Site site = site(Quotas.USUAL, NEW_YEAR)) {
            assertThat(bytes(DOCUMENTS_COUNTED)).as("in a file from before").isEqualTo(counted);
            Http ada = site.as(Site.ADA);
            ada.send(ada.request("/api/workflows/w").DELETE());
        }
        assertThat(bytes(DOCUMENTS_COUNTED)).as("behind a deletion").isZero();
    }

    @Test
    void goingBackThatFindsNoRoomForItsVersionChangesNothing() {
        try (Site site = site(Quotas.USUAL.withStorageBytes(100_000), NEW_YEAR)) {
            Http ada = site.as(Site.ADA);
            save(ada, LONG);
            assertThat(ada.post("/api/workflows/w/versions", "{}").statusCode()).isEqualTo(201);
            save(ada, "short");
            leaveRoomForOneLongOperation(ada);
            String before = shown(ada);

            HttpResponse<String> refused = ada.post("/api/workflows/w/versions/1/rollback", "{}");

            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(507);
            assertThat(refused.body()).contains("\"code\":\"storage-quota\"");
            assertThat(shown(ada)).isEqualTo(before);
        }
    }

    /** What there is, the operations by the cursor behind them and the state by the names of its parts. */
    private static String shown(Http client) {
        return client.get(Site.STUDIO + "/snapshot").body()
                + client.get("/api/workflows/w/versions").body()
                + client.get("/api/workflows/w").body();
    }

    /** Fills the workspace, and then takes a long text out of it, which is no way of asking for room. */
    private static void leaveRoomForOneLongOperation(Http client) {
        push(client, op(1, LONG));
        int number = 2;
        while (client.post(OPS, Site.push(Site.op("d", number, "config.text", Json.of("x".repeat(400)))))
                        .statusCode()
                == 200) {
            number++;
        }
        EntityWrites gone = EntityWrites.to(EntityKey.of(NodeId.of("idea")))
                .set("title", null)
                .build();
        Op.Origin origin = new Op.Origin(new DeviceId("d"), number, 1_000 + number);
        Op op = Op.of(new OpId("d-gone"), WorkflowId.of("poster"), origin, List.of(gone));
        assertThat(push(client, op)).contains("\"status\":\"applied\"");
    }

    private static HttpResponse<String> save(Http client, String text) {
        String definition = "{\"nodes\":[{\"id\":\"a\",\"data\":{\"text\":\"" + text + "\"}}],\"edges\":[]}";
        return client.post("/api/workflows", "{\"id\":\"w\",\"name\":\"n\",\"definition\":" + definition + "}");
    }

    private Site site(Quotas quotas, Instant now) {
        return Site.start(Site.builder(directory).quotas(quotas).clock(Clock.fixed(now, ZoneOffset.UTC)));
    }

    private static Op op(long number, String title) {
        return Site.op("d", number, "title", Json.of(title));
    }

    private static String push(Http client, Op... ops) {
        HttpResponse<String> response = client.post(OPS, Site.push(ops));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body().substring(response.body().indexOf("\"results\""));
    }

    private static String state(Http client) {
        return client.get(OPS).body() + client.get(Site.STUDIO + "/snapshot").body();
    }

    private Connection file() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("weftwork.db"));
    }

    private long bytes(String query) {
        try (Connection file = file();
                Statement statement = file.createStatement()) {
            return statement.executeQuery(query).getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
