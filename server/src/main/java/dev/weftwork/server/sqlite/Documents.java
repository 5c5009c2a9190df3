package dev.weftwork.server.sqlite;

import dev.weftwork.change.DeviceId;
import dev.weftwork.change.Op;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.server.storage.DocumentWriter;
import dev.weftwork.server.storage.Project;
import dev.weftwork.server.storage.StoredDocument;
import dev.weftwork.server.storage.WorkflowRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The documents of a workspace within one transaction. */
final class Documents implements DocumentWriter {
    private static final String ROW =
            "SELECT id, name, alive, version, digest, created, updated, project, author, document FROM workflow"
                    + " WHERE workspace_id = ? AND ";
    private static final String FORGET = "DELETE FROM document WHERE workspace_id = ? AND workflow = ?"
            + " AND number <> (SELECT document FROM workflow WHERE workspace_id = ? AND id = ?)"
            + " AND number NOT IN (SELECT number FROM document_known WHERE workspace_id = ? AND workflow = ?)";
    /** So many documents that were received, and not sent back yet, are kept for each principal. */
    private static final int MOST_RECEIVED = 4;

    /** So many are kept for all principals of a workflow together. */
    private static final int MOST_KNOWN = 32;

    private static final String BOUND = "DELETE FROM document_known WHERE workspace_id = ? AND workflow = ?"
            + " AND number NOT IN (SELECT number FROM document_known WHERE workspace_id = ? AND workflow = ?"
            + " ORDER BY at DESC, number DESC LIMIT " + MOST_KNOWN + ")";
    private static final String UNSHOWN = "number IS NOT (SELECT document FROM workflow"
            + " WHERE workspace_id = document.workspace_id AND id = document.workflow)";
    private static final String FORGET_ALL = "DELETE FROM document WHERE workspace_id = ? AND " + UNSHOWN
            + " AND NOT EXISTS (SELECT 1 FROM document_known k WHERE k.workspace_id = document.workspace_id"
            + " AND k.workflow = document.workflow AND k.number = document.number)";
    private static final String TRIM =
            "DELETE FROM document_known WHERE workspace_id = ? AND workflow = ? AND principal = ?"
                    + " AND tag <> '' AND number NOT IN (SELECT number FROM document_known WHERE workspace_id = ? AND workflow = ?"
                    + " AND principal = ? AND tag <> '' ORDER BY number DESC LIMIT " + MOST_RECEIVED + ")";

    private static final char UNKNOWN = 0xfffd;

    private final Sql sql;
    private final String workspace;
    private final CountedBytes bytes;
    private final CountedBytes beside;

    Documents(Sql sql, String workspace, CountedBytes bytes, CountedBytes beside) {
        this.beside = beside;
        this.sql = sql;
        this.workspace = workspace;
        this.bytes = bytes;
    }

    @Override
    public @Nullable WorkflowRow workflow(WorkflowId id) {
        return sql.one(this::row, ROW + "id = ?", workspace, id.value());
    }

    @Override
    public List<WorkflowRow> workflows(Query query) {
        String filter = "alive = 1 AND id > ? AND (? = '' OR instr(folded, ?) > 0) AND (? IS NULL OR project = ?)"
                + " ORDER BY id LIMIT ?";
        return sql.all(
                this::row,
                ROW + filter,
                workspace,
                query.after(),
                query.search(),
                query.search(),
                query.project(),
                query.project(),
                query.most());
    }

    private WorkflowRow row(ResultSet row) throws SQLException {
        return new WorkflowRow(
                row.getString(1),
                name(row.getString(1), row.getString(2)),
                row.getInt(3) == 1,
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                row.getString(8),
                row.getString(9),
                row.getLong(10));
    }

    /** A name as a column can hold it, which is UTF-8: half of a surrogate pair shows as the character for what is not known. */
    static String asColumn(String name) {
        StringBuilder shown = new StringBuilder(name.length());
        name.codePoints()
                .map(c -> Character.getType(c) == Character.SURROGATE ? UNKNOWN : c)
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }

    /** The name itself, if the column does not tell it for sure. */
    private String name(String workflow, String column) {
        if (column.indexOf(UNKNOWN) < 0) {
            return column;
        }
        String state = sql.one(
                row -> row.getString(1),
                "SELECT state FROM entity WHERE workspace_id = ? AND workflow = ? AND kind = 'workflow' AND id = ?",
                workspace,
                workflow,
                workflow);
        Json name = state == null ? null : Json.parse(state).get(RegisterNames.NAME);
        return name == null || name.kind() != Json.Kind.STRING ? column : name.asString();
    }

    @Override
    public @Nullable StoredDocument document(WorkflowId workflow, long number) {
        return sql.one(
                row -> new StoredDocument(number, row.getLong(1), row.getLong(2), row.getString(3), row.getString(4)),
                "SELECT version, seen, names, body FROM document WHERE workspace_id = ? AND workflow = ? AND number = ?",
                workspace,
                workflow.value(),
                number);
    }

    @Override
    public long length(WorkflowId workflow, long number) {
        Long length = sql.one(
                row -> row.getLong(1),
                "SELECT octet_length(body) FROM document WHERE workspace_id = ? AND workflow = ? AND number = ?",
                workspace,
                workflow.value(),
                number);
        return length == null ? 0 : length;
    }

    @Override
    public long known(WorkflowId workflow, String principal, String tag) {
        Long number = sql.one(
                row -> row.getLong(1),
                "SELECT number FROM document_known WHERE workspace_id = ? AND workflow = ? AND principal = ? AND tag = ?",
                workspace,
                workflow.value(),
                principal,
                tag);
        return number == null ? 0 : number;
    }

    @Override
    public @Nullable Project project(String id) {
        return sql.one(
                Documents::readProject,
                "SELECT id, name, created, updated FROM project WHERE workspace_id = ? AND id = ?",
                workspace,
                id);
    }

    @Override
    public List<Project> projects(String after, int most) {
        return sql.all(
                Documents::readProject,
                "SELECT id, name, created, updated FROM project WHERE workspace_id = ? AND id > ? ORDER BY id LIMIT ?",
                workspace,
                after,
                most);
    }

    private static Project readProject(ResultSet row) throws SQLException {
        return new Project(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4));
    }

    @Override
    public List<WorkflowId> behind(long before) {
        return sql.all(
                row -> WorkflowId.of(row.getString(1)),
                "SELECT w.id FROM workflow w JOIN document d ON d.workspace_id = w.workspace_id AND d.workflow = w.id"
                        + " AND d.number = w.document WHERE w.workspace_id = ? AND w.alive = 1"
                        + " AND d.version < w.version AND w.updated < ?",
                workspace,
                before);
    }

    @Override
    public long put(WorkflowId workflow, StoredDocument document, boolean shown) {
        Long last = sql.one(
                row -> row.getLong(1),
                "SELECT max(number) FROM document WHERE workspace_id = ? AND workflow = ?",
                workspace,
                workflow.value());
        long number = (last == null ? 0 : last) + 1;
        sql.update(
                "INSERT INTO document (workspace_id, workflow, number, version, seen, names, body)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                workspace,
                workflow.value(),
                number,
                document.version(),
                document.seen(),
                document.names(),
                document.body());
        bytes.add(Entities.utf8Length(document.body()) + Entities.utf8Length(document.names()));
        if (shown) {
            sql.update(
                    "UPDATE workflow SET document = ? WHERE workspace_id = ? AND id = ?",
                    number,
                    workspace,
                    workflow.value());
            forget(workflow);
        }
        return number;
    }

    @Override
    public void know(WorkflowId workflow, Known known, long number) {
        String id = workflow.value();
        sql.update(
                "INSERT INTO document_known (workspace_id, workflow, principal, tag, number, at) VALUES (?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (workspace_id, workflow, principal, tag)"
                        + " DO UPDATE SET number = excluded.number, at = excluded.at",
                workspace,
                id,
                known.principal(),
                known.tag(),
                number,
                known.at());
        sql.update(TRIM, workspace, id, known.principal(), workspace, id, known.principal());
        sql.update(BOUND, workspace, id, workspace, id);
        forget(workflow);
    }

    @Override
    public void forgetKnown(long moment) {
        sql.update("DELETE FROM document_known WHERE workspace_id = ? AND at < ?", workspace, moment);
        bytes.delete(FORGET_ALL, DocumentBytes.OF_ONE, workspace);
    }

    @Override
    public void forgetCopies(Predicate<String> which) {
        List<Copy> copies = sql.all(
                row -> new Copy(row.getString(1), row.getLong(2)),
                "SELECT workflow, number FROM document WHERE workspace_id = ? AND " + UNSHOWN,
                workspace);
        for (Copy copy : copies) {
            StoredDocument stored = document(WorkflowId.of(copy.workflow), copy.number);
            if (stored != null && which.test(stored.body())) {
                sql.update(
                        "DELETE FROM document_known WHERE workspace_id = ? AND workflow = ? AND number = ?",
                        workspace,
                        copy.workflow,
                        copy.number);
            }
        }
        sql.execute("PRAGMA secure_delete = ON");
        try {
            bytes.delete(FORGET_ALL, DocumentBytes.OF_ONE, workspace);
        } finally {
            sql.execute("PRAGMA secure_delete = OFF");
        }
    }

    private record Copy(String workflow, long number) {}

    /** Drops what nobody knows and the workflow does not show. */
    private void forget(WorkflowId workflow) {
        bytes.delete(
                FORGET,
                DocumentBytes.OF_ONE,
                workspace,
                workflow.value(),
                workspace,
                workflow.value(),
                workspace,
                workflow.value());
    }

    /** Drops all of a workflow that is dead: whoever makes it anew starts from nothing. */
    void clear(WorkflowId workflow) {
        String id = workflow.value();
        sql.update("UPDATE workflow SET document = 0 WHERE workspace_id = ? AND id = ?", workspace, id);
        bytes.delete(
                "DELETE FROM document WHERE workspace_id = ? AND workflow = ?", DocumentBytes.OF_ONE, workspace, id);
        sql.update("DELETE FROM document_known WHERE workspace_id = ? AND workflow = ?", workspace, id);
    }

    @Override
    public void file(WorkflowId workflow, @Nullable String project) {
        sql.update(
                "UPDATE workflow SET project = ? WHERE workspace_id = ? AND id = ?",
                project,
                workspace,
                workflow.value());
    }

    @Override
    public void put(Project project) {
        Long old = sql.one(
                row -> row.getLong(1),
                "SELECT " + BesideBytes.OF_PROJECT + " FROM project WHERE workspace_id = ? AND id = ?",
                workspace,
                project.id());
        beside.less(old == null ? 0 : old);
        beside.put(
                "INSERT INTO project (workspace_id, id, name, created, updated) VALUES (?, ?, ?, ?, ?)"
                        + " ON CONFLICT (workspace_id, id) DO UPDATE SET name = excluded.name, updated = excluded.updated",
                BesideBytes.OF_PROJECT,
                workspace,
                project.id(),
                project.name(),
                project.createdAt(),
                project.updatedAt());
    }

    @Override
    public Op.@Nullable Origin replica(String principal) {
        return sql.one(
                row -> new Op.Origin(new DeviceId(row.getString(1)), row.getLong(2), row.getLong(3)),
                "SELECT device, number, claimed FROM rest_replica WHERE workspace_id = ? AND principal = ?",
                workspace,
                principal);
    }

    @Override
    public void replica(String principal, Op.Origin last) {
        sql.update(
                "INSERT INTO rest_replica (workspace_id, principal, device, number, claimed) VALUES (?, ?, ?, ?, ?)"
                        + " ON CONFLICT (workspace_id, principal) DO UPDATE SET device = excluded.device,"
                        + " number = excluded.number, claimed = excluded.claimed",
                workspace,
                principal,
                last.device().value(),
                last.seq(),
                last.claimed());
    }
}
