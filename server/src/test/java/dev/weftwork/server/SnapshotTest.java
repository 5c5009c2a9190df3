package dev.weftwork.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.DeviceId;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.SnapshotManifest;
import dev.weftwork.spi.SnapshotPage;
import dev.weftwork.wire.Answers;
import dev.weftwork.wire.SnapshotLines;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a snapshot tells of a workflow's last change, whatever became of that. */
final class SnapshotTest {
    private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");
    private static final long REMOVED = 7_000;

    @TempDir
    private Path directory;

    /** Held on to, since a client that nobody holds may close in the middle of a request. */
    private final HttpClient plain = HttpClient.newHttpClient();

    private static Op at(long millis, Op op) {
        return op.renumbered(new Op.Origin(new DeviceId("d"), op.origin().seq(), millis << 16));
    }

    private void removeANode() {
        EntityWrites own = EntityWrites.to(EntityKey.of(WorkflowId.of("poster")))
                .set("life", Json.TRUE)
                .build();
        Op made = at(1_000, Site.op("d", 1, "life", Json.TRUE).withWrites(List.of(own)));
        Op node = at(2_000, Site.op("d", 2, "life", Json.TRUE));
        Op removed = at(REMOVED, Site.op("d", 3, "life", Json.FALSE));
        try (Site site = Site.at(directory, Clock.fixed(NEW_YEAR, ZoneOffset.UTC))) {
            site.as(Site.ADA).post(Site.STUDIO + "/ops", Site.push(made, node, removed));
        }
    }

    private Site later() {
        return Site.at(directory, Clock.fixed(NEW_YEAR.plus(Duration.ofDays(91)), ZoneOffset.UTC));
    }

    private List<SnapshotPage.Row> rows(Site site) {
        Http ada = site.as(Site.ADA);
        SnapshotManifest manifest =
                Answers.readManifest(ada.get(Site.STUDIO + "/snapshot").body()).value();
        return manifest.parts().stream()
                .flatMap(part -> SnapshotLines.read(part(ada, part.id())).entities().stream())
                .toList();
    }

    private String part(Http client, String id) {
        byte[] packed = plain.sendAsync(
                        client.request(Site.STUDIO + "/snapshot/" + id).build(), BodyHandlers.ofByteArray())
                .join()
                .body();
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatIsRemovedForGoodLeavesItsTimeBehind() throws IOException {
        removeANode();
        try (Site site = later()) {
            site.server.forget(Duration.ofDays(90));

            assertThat(rows(site)).singleElement().satisfies(row -> {
                assertThat(row.entity().updatedAt()).isEqualTo(1_000);
                assertThat(row.updatedAt()).isEqualTo(REMOVED);
            });
        }
    }

    @Test
    void aFileFromBeforeIsServedWithoutTheTimes() throws SQLException {
        removeANode();
        try (Connection file = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("weftwork.db"))) {
            for (String undo : List.of(
                    "DROP VIEW workflows",
                    "DROP VIEW workflow_definitions",
                    "ALTER TABLE workflow DROP COLUMN updated")) {
                file.createStatement().execute(undo);
            }
        }
        try (Site site = later()) {
            assertThat(rows(site))
                    .hasSize(2)
                    .allSatisfy(row -> assertThat(row.updatedAt()).isZero());
            site.as(Site.ADA).post(Site.STUDIO + "/ops", Site.push(at(9_000, Site.op("d", 4, "title", Json.TRUE))));
            assertThat(rows(site)).extracting(SnapshotPage.Row::updatedAt).containsExactlyInAnyOrder(0L, 9_000L);
        }
    }
}
