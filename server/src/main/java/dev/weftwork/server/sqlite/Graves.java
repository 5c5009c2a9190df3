package dev.weftwork.server.sqlite;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.Grave;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonWriter;
import dev.weftwork.graph.WorkflowId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What stays of the entities of a workspace that were removed for good. */
final class Graves {
    private static final String ANY = "SELECT 1 FROM purged WHERE workspace_id = ? AND workflow = ? LIMIT 1";
    /** What was removed with its whole workflow has no line of its own; the workflow's, without a kind, comes first. */
    private static final String ONE = "SELECT seq, eff, fields FROM purged"
            + " WHERE workspace_id = ? AND workflow = ? AND ((kind = ? AND id = ?) OR (kind = '' AND id = ''))"
            + " ORDER BY kind LIMIT 1";

    private static final String PUT = "INSERT INTO purged (workspace_id, workflow, kind, id, seq, eff, fields)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (workspace_id, workflow, kind, id) DO UPDATE SET"
            + " seq = excluded.seq, eff = excluded.eff, fields = excluded.fields";

    private final Sql sql;
    private final String workspace;
    /** Nearly all workflows have none, and it is asked for whatever is new. */
    private final Map<WorkflowId, Boolean> any = new HashMap<>();

    Graves(Sql sql, String workspace) {
        this.sql = sql;
        this.workspace = workspace;
    }

    @Nullable Grave of(WorkflowId workflow, EntityKey key) {
        if (!any.computeIfAbsent(workflow, id -> sql.one(row -> 1, ANY, workspace, id.value()) != null)) {
            return null;
        }
        return sql.one(
                Graves::read, ONE, workspace, workflow.value(), key.kind().name(), key.id());
    }

    private static Grave read(ResultSet row) throws SQLException {
        String fields = row.getString(3);
        if (fields == null) {
            // a workflow that went whole, or what a version of this server removed that did not look who knew
            return Grave.SEALED;
        }
        List<String> names =
                Json.parse(fields).elements().stream().map(Json::asString).toList();
        return new Grave(row.getLong(1), row.getLong(2), names);
    }

    void dig(WorkflowId workflow, EntityKey key, Grave grave) {
        JsonWriter fields = new JsonWriter().beginArray();
        grave.fields().forEach(fields::value);
        String text = fields.endArray().toString();
        put(workflow, key.kind().name(), key.id(), grave.seq(), grave.eff(), text);
    }

    void seal(WorkflowId workflow) {
        put(workflow, "", "", null, null, null);
    }

    private void put(
            WorkflowId workflow,
            String kind,
            String id,
            @Nullable Long seq,
            @Nullable Long eff,
            @Nullable String fields) {
        any.put(workflow, true);
        sql.update(PUT, workspace, workflow.value(), kind, id, seq, eff, fields);
    }
}
