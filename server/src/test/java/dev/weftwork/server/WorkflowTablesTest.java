package dev.weftwork.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.DeviceId;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.WorkflowId;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What anybody with an SQL tool sees of the workflows, while the server runs and after. */
final class WorkflowTablesTest {
    @TempDir
    private Path directory;

    private List<String> rows(String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("weftwork.db"));
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            while (found.next()) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                    columns.add(found.getString(i));
                }
                rows.add(String.join("|", columns));
            }
        }
        return rows;
    }

    @Test
    void workflowsAndDefinitionsHaveTheColumnsThatPeopleExpect() throws SQLException {
        String document = "{\"nodes\":[{\"id\":\"a\",\"data\":{\"n\":18446744073709551617}}]}";
        try (Site site = Site.at(directory)) {
            Http ada = site.as(Site.ADA);
            ada.post("/api/projects", "{\"id\":\"p\",\"name\":\"Prints\"}");
            ada.post("/api/workflows/sync", "{\"id\":\"w\",\"userId\":\"ada\",\"state\":" + document + "}");
            ada.post(
                    "/api/workflows",
                    "{\"id\":\"w\",\"name\":\"Poster\",\"projectId\":\"p\",\"definition\":" + document + "}");

            assertThat(rows("SELECT id, user_id, state, tenant FROM workflows"))
                    .containsExactly("w|ada|" + document + "|studio");
            assertThat(rows("SELECT id, project_id, name, definition, version, tenant FROM workflow_definitions"))
                    .containsExactly("w|p|Poster|" + document + "|2|studio");
            assertThat(rows("SELECT p.name FROM workflow_definitions w JOIN projects p"
                            + " ON p.id = w.project_id AND p.tenant = w.tenant"))
                    .containsExactly("Prints");
            assertThat(
                            rows(
                                    "SELECT created_at <= updated_at, created_at GLOB '20??-??-??T??:??:??.???Z' FROM workflows"))
                    .containsExactly("1|1");
            assertThat(rows("SELECT json_extract(definition, '$.nodes[0].id') FROM workflow_definitions"))
                    .containsExactly("a");
        }
    }

    @Test
    void aNameThatNoColumnCanHoldIsToldAsItIs() throws SQLException {
        String half = "a" + (char) 0xd800 + "b";
        EntityWrites writes = EntityWrites.to(EntityKey.of(WorkflowId.of("poster")))
                .set("life", Json.TRUE)
                .set("name", Json.of(half))
                .build();
        Op op = Op.of(
                new OpId("pad-1"), WorkflowId.of("poster"), new Op.Origin(new DeviceId("pad"), 1, 1), List.of(writes));
        try (Site site = Site.at(directory)) {
            Http ada = site.as(Site.ADA);
            assertThat(ada.post(Site.STUDIO + "/ops", Site.push(op)).body()).contains("\"applied\"");

            Json list = Json.parse(ada.get("/api/workflows").body()).get("workflows");
            assertThat(list.get(0).get("name").asString()).isEqualTo(half);
            assertThat(Json.parse(ada.get("/api/workflows/poster").body())
                            .get("name")
                            .asString())
                    .isEqualTo(half);
            assertThat(rows("SELECT name FROM workflow_definitions")).containsExactly("a\ufffdb");
        }
    }

    @Test
    void toStartAgainChangesNothing() throws SQLException {
        try (Site site = Site.at(directory)) {
            site.as(Site.ADA).post("/api/workflows", "{\"id\":\"w\",\"name\":\"n\",\"definition\":{\"nodes\":[]}}");
        }
        List<String> schema = rows("SELECT type, name, sql FROM sqlite_master ORDER BY name");
        List<String> workflows = rows("SELECT * FROM workflow_definitions");
        try (Site site = Site.at(directory)) {
            assertThat(site.as(Site.ADA).get("/api/workflows/w").statusCode()).isEqualTo(200);
        }

        assertThat(rows("SELECT type, name, sql FROM sqlite_master ORDER BY name"))
                .isEqualTo(schema);
        assertThat(rows("SELECT * FROM workflow_definitions")).isEqualTo(workflows);
    }

    @Test
    void aFileFromBeforeIsBroughtUpToDate() throws SQLException {
        try (Site site = Site.at(directory)) {
            Http ada = site.as(Site.ADA);
            ada.post("/api/workflows", "{\"id\":\"w\",\"name\":\"Über\",\"definition\":{\"nodes\":[{\"id\":\"a\"}]}}");
            ada.post("/api/workflows", "{\"id\":\"gone\",\"name\":\"n\",\"definition\":{}}");
            ada.send(ada.request("/api/workflows/gone").DELETE());
        }
        for (String view : List.of("workflows", "workflow_definitions", "projects")) {
            change("DROP VIEW " + view);
        }
        for (String table : List.of("document", "document_known", "document_bytes", "rest_replica", "project")) {
            change("DROP TABLE " + table);
        }
        for (String column :
                List.of("version", "created", "name", "folded", "alive", "project", "author", "document")) {
            change("ALTER TABLE workflow DROP COLUMN " + column);
        }
        change("ALTER TABLE answer DROP COLUMN stamped");
        change("UPDATE meta SET value = '2' WHERE name = 'schema'");

        try (Site site = Site.at(directory)) {
            Http ada = site.as(Site.ADA);
            Json list = Json.parse(ada.get("/api/workflows").body()).get("workflows");
            assertThat(list.size()).isEqualTo(1);
            assertThat(list.get(0).get("name").asString()).isEqualTo("Über");
            assertThat(list.get(0).get("version").asLong()).isEqualTo(1);
            assertThat(ada.get("/api/workflows/w/export").body()).isEqualTo("{\"nodes\":[{\"id\":\"a\"}]}");
            assertThat(ada.post("/api/workflows/w/versions", "{}").statusCode()).isEqualTo(201);
        }
    }

    @Test
    void whatAFileFromBeforeKnewThatSomebodySentIsStillKnown() throws SQLException {
        try (Site site = Site.at(directory)) {
            Http ada = site.as(Site.ADA);
            ada.post("/api/workflows", "{\"id\":\"w\",\"name\":\"n\",\"definition\":{\"nodes\":[{\"id\":\"a\"}]}}");
        }
        change("CREATE TABLE document_base (workspace_id TEXT, workflow TEXT, principal TEXT, number INTEGER)");
        change("INSERT INTO document_base SELECT workspace_id, workflow, principal, number FROM document_known"
                + " WHERE tag = ''");
        change("DROP TABLE document_known");

        try (Site site = Site.at(directory)) {
            Http ada = site.as(Site.ADA);
            ada.post("/api/workflows", "{\"id\":\"w\",\"definition\":{\"nodes\":[]}}");
            assertThat(ada.get("/api/workflows/w/export").body()).isEqualTo("{\"nodes\":[]}");
        }
    }

    private void change(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("weftwork.db"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whatOthersEditIsWrittenThereSoonAfter() throws SQLException {
        try (Site site = Site.at(directory)) {
            Http ada = site.as(Site.ADA);
            ada.post("/api/workflows", "{\"id\":\"w\",\"name\":\"n\",\"definition\":{\"nodes\":[{\"id\":\"a\"}]}}");
            ada.send(ada.request("/api/workflows/w")
                    .header("Content-Type", "application/json")
                    .method("PATCH", BodyPublishers.ofString("{\"name\":\"other\"}")));

            // nobody tells when it was done, so the test looks until it is
            List<String> current = List.of();
            while (current.isEmpty()) {
                current = rows("SELECT d.body FROM document d JOIN workflow w ON w.id = d.workflow"
                        + " AND w.document = d.number WHERE d.version = 2");
            }
            assertThat(current).containsExactly("{\"nodes\":[{\"id\":\"a\"}]}");
        }
    }
}
