package dev.weftwork.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.DeviceId;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Hlc;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An id whose entity was deleted longer ago than the retention can be used again by whoever knows of the deletion. */
final class ReusedIdTest {
    private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration RETENTION = Duration.ofDays(90);

    @TempDir
    private Path directory;

    private int visits;

    private interface Visit {
        void pay(Http ada);
    }

    /** Each comes a hundred days after the one before. */
    private void visit(Visit visit) throws IOException {
        Clock clock = Clock.fixed(NEW_YEAR.plus(Duration.ofDays(100L * visits++)), ZoneOffset.UTC);
        try (Site site = Site.at(directory, clock)) {
            site.server.forget(RETENTION);
            visit.pay(site.as(Site.ADA));
        }
    }

    private static Op op(long number, long seen, EntityWrites.Builder writes) {
        return Site.op("d", number, "life", Json.TRUE)
                .withWrites(List.of(writes.build()))
                .inKnowledgeOf(seen);
    }

    private static EntityWrites.Builder idea() {
        return EntityWrites.to(EntityKey.of(NodeId.of("idea")));
    }

    private static String push(Http ada, Op op) {
        HttpResponse<String> answer = ada.post(Site.STUDIO + "/ops", Site.push(op));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body().substring(answer.body().indexOf("\"results\""));
    }

    private static void bury(Http ada) {
        push(
                ada,
                op(
                        1,
                        0,
                        idea().set("life", Json.TRUE)
                                .set("title", Json.of("First"))
                                .set("config.seed", Json.of(7))));
        push(ada, op(2, 1, idea().set("life", Json.FALSE)));
    }

    @Test
    void anOperationThatKnowsOfTheEndBeginsTheNodeAnewAndClearsTheRest() throws IOException {
        visit(ReusedIdTest::bury);
        visit(ada -> {
            Op late = op(3, 1, idea().set("life", Json.TRUE).set("title", Json.of("Late")));
            assertThat(push(ada, late)).contains("ENTITY_PURGED");
            Op half = op(3, 2, idea().set("title", Json.of("Half")));
            assertThat(push(ada, half)).contains("OP_ID_REUSED");
        });
        visit(ada -> {
            Op anew = op(4, 2, idea().set("life", Json.TRUE).set("title", Json.of("Anew")));
            String verdict = push(ada, anew);

            assertThat(verdict).contains("\"status\":\"applied\",\"seq\":3");
            assertThat(verdict).contains("\"cleared\":[[\"node\",\"idea\",\"config.seed\"]]");
            assertThat(push(ada, anew)).as("asked once more").isEqualTo(verdict);
            assertThat(ada.get(Site.STUDIO + "/history?workflow=poster").body())
                    .contains("\"writes\":[[\"node\",\"idea\",{\"life\":true,\"title\":\"Anew\"},[\"config.seed\"]]]");
        });
    }

    @Test
    void whatStandsUnderAnOlderClockThanTheFormerLifeIsRefused() throws IOException {
        visit(ReusedIdTest::bury);
        visit(ada -> {
            Op backDated = new Op(
                    new OpId("x"),
                    WorkflowId.of("poster"),
                    new Op.Origin(new DeviceId("e"), 1, 5),
                    2,
                    1,
                    null,
                    null,
                    List.of(idea().set("life", Json.TRUE).build()));

            assertThat(push(ada, backDated)).contains("ENTITY_PURGED");
        });
    }

    @Test
    void whoTakesBackOrSettlesCountsOnWhatIsGone() throws IOException {
        visit(ReusedIdTest::bury);
        visit(ada -> {
            Op anew = op(3, 2, idea().set("life", Json.TRUE));

            assertThat(push(ada, anew.takingBack(new OpId("d-2")))).contains("ENTITY_PURGED");
            assertThat(push(ada, anew.named(new OpId("x")).resolving(new OpId("d-2"))))
                    .contains("ENTITY_PURGED");
            assertThat(push(ada, anew.named(new OpId("y")))).contains("\"status\":\"applied\"");
        });
    }

    @Test
    void anEditorThatCountsItsNodesUsesANumberAgain() throws IOException {
        String both = "{\"id\":\"w\",\"name\":\"W\",\"definition\":{\"nodes\":[{\"id\":\"1\",\"data\":{\"a\":1}},"
                + "{\"id\":\"2\"}],\"edges\":[]}}";
        visit(ada -> {
            assertThat(ada.post("/api/workflows", both).statusCode()).isEqualTo(201);
            assertThat(ada.post("/api/workflows", both.replace("{\"id\":\"1\",\"data\":{\"a\":1}},", ""))
                            .statusCode())
                    .isEqualTo(200);
        });
        visit(ada -> {
            HttpResponse<String> saved = ada.post("/api/workflows", both.replace("\"a\":1", "\"b\":2"));

            assertThat(saved.statusCode()).as(saved.body()).isEqualTo(200);
            assertThat(ada.get("/api/workflows/w").body())
                    .contains("{\"id\":\"1\",\"data\":{\"b\":2}}")
                    .contains("{\"id\":\"2\"}");
        });
    }

    private void visitOn(int day, Visit visit) throws IOException {
        try (Site site = Site.at(directory, Clock.fixed(NEW_YEAR.plus(Duration.ofDays(day)), ZoneOffset.UTC))) {
            visit.pay(site.as(Site.ADA));
        }
    }

    private static void live(Http ada, int number, boolean alive, String... nodes) {
        List<EntityWrites> writes = Stream.of(nodes)
                .map(node -> EntityWrites.to(EntityKey.of(NodeId.of(node)))
                        .set("life", Json.of(alive))
                        .build())
                .toList();
        Op.Origin device = new Op.Origin(new DeviceId("d"), number, Hlc.at(NEW_YEAR.toEpochMilli() + number));
        push(ada, Op.of(new OpId("life-" + number), WorkflowId.of("w"), device, writes));
    }

    @Test
    void whoSavesFromADocumentThatStillHasItBringsNothingBackAndSavesNothingByHalf() throws IOException {
        String both = "{\"id\":\"w\",\"name\":\"W\",\"definition\":{\"nodes\":[{\"id\":\"1\",\"data\":{\"a\":1}},"
                + "{\"id\":\"2\"}],\"edges\":[]}}";
        String moved = both.replace("{\"id\":\"2\"}", "{\"id\":\"2\",\"data\":{\"b\":1}}");
        visit(ada -> ada.post("/api/workflows", both));
        visitOn(1, ada -> {
            live(ada, 1, true, "3");
            live(ada, 2, false, "1", "3");
        });
        visitOn(60, ada -> assertThat(ada.post("/api/workflows", moved).body()).contains("\"merged\":true"));
        visit(ada -> {
            String before = ada.get("/api/workflows/w").body();
            String late = moved.replace("\"a\":1", "\"a\":2").replace("{\"id\":\"2\"", "{\"id\":\"3\"},{\"id\":\"2\"");

            HttpResponse<String> saved = ada.post("/api/workflows", late);

            assertThat(ada.get("/api/workflows/w").body())
                    .isEqualTo(before)
                    .doesNotContain("\"id\":\"1\"")
                    .doesNotContain("\"id\":\"3\"");
            assertThat(saved.statusCode()).as(saved.body()).isEqualTo(410);
        });
    }

    /** A device that was away wrote to it after its end, so that it is not removed as a whole. */
    @Test
    void aWorkflowThatSomebodyElseDeletedLongAgoDoesNotComeBackByASave() throws IOException {
        String document = "{\"id\":\"w\",\"name\":\"W\",\"definition\":{\"nodes\":[{\"id\":\"1\"}],\"edges\":[]}}";
        visit(ada -> ada.post("/api/workflows", document));
        visitOn(1, ada -> {
            EntityWrites.Builder end = EntityWrites.to(EntityKey.of(WorkflowId.of("w")));
            Op.Origin device = new Op.Origin(new DeviceId("d"), 1, Hlc.at(NEW_YEAR.toEpochMilli() + 1));
            List<EntityWrites> writes = List.of(end.set("life", Json.FALSE).build());
            push(ada, Op.of(new OpId("end"), WorkflowId.of("w"), device, writes));
        });
        visitOn(60, ada -> live(ada, 2, true, "1"));
        visit(ada -> {
            HttpResponse<String> saved = ada.post("/api/workflows", document);

            assertThat(saved.statusCode()).as(saved.body()).isEqualTo(409);
            assertThat(saved.body()).contains("\"code\":\"deleted\"");
            assertThat(ada.get("/api/workflows/w").statusCode()).isEqualTo(404);
            assertThat(ada.post("/api/workflows", document.replace("{\"id\":\"w\"", "{\"version\":0,\"id\":\"w\""))
                            .statusCode())
                    .isEqualTo(201);
        });
    }

    @Test
    void aVersionFromBeforeTheDeletionIsGoneBackTo() throws IOException {
        String both = "{\"id\":\"w\",\"name\":\"W\",\"definition\":{\"nodes\":[{\"id\":\"1\",\"data\":{\"a\":1}},"
                + "{\"id\":\"2\"}],\"edges\":[{\"id\":\"e\",\"source\":\"1\",\"target\":\"2\"}]}}";
        visit(ada -> {
            ada.post("/api/workflows", both);
            assertThat(ada.post("/api/workflows/w/versions", "{}").statusCode()).isEqualTo(201);
            ada.post(
                    "/api/workflows",
                    "{\"id\":\"w\",\"name\":\"W\",\"definition\":{\"nodes\":[{\"id\":\"2\"}],\"edges\":[]}}");
        });
        visit(ada -> {
            assertThat(ada.get("/api/workflows/w").body()).doesNotContain("\"id\":\"1\"");

            HttpResponse<String> back = ada.post("/api/workflows/w/versions/1/rollback", "{}");

            assertThat(back.statusCode()).as(back.body()).isLessThan(300);
            assertThat(ada.get("/api/workflows/w").body())
                    .contains("{\"id\":\"1\",\"data\":{\"a\":1}}")
                    .contains("\"id\":\"e\"");
        });
    }

    @Test
    void whatAServerRemovedThatDidNotLookWhoKnewStaysRefused() throws IOException, SQLException {
        visit(ReusedIdTest::bury);
        visit(ada -> {});
        try (Connection file = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("weftwork.db"));
                Statement sql = file.createStatement()) {
            for (String column : List.of("seq", "eff", "fields")) {
                sql.execute("ALTER TABLE purged DROP COLUMN " + column);
            }
            sql.execute("UPDATE meta SET value = '4' WHERE name = 'schema'");
        }
        visit(ada ->
                assertThat(push(ada, op(4, 2, idea().set("life", Json.TRUE)))).contains("ENTITY_PURGED"));
    }
}
