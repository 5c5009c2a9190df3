package dev.weftwork.server.sqlite;

import dev.weftwork.change.Entity;
import dev.weftwork.change.WorkflowRegisters;
import dev.weftwork.graph.WorkflowId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The row of each workflow: its digest, how often it changed and when, and what a list of workflows shows. */
final class WorkflowRows {
    private static final String ADD =
            "INSERT INTO workflow (workspace_id, id, digest, updated, version, created, author) VALUES (?, ?, ?, ?, ?,"
                    + " ?, ?) ON CONFLICT (workspace_id, id) DO UPDATE SET digest = excluded.digest, updated ="
                    + " excluded.updated, version = workflow.version + excluded.version";

    private final Sql sql;
    private final String workspace;
    private final Documents documents;
    /** What transactions did to workflows, as far as that is not written. */
    private final Map<WorkflowId, Change> changes = new LinkedHashMap<>();

    private final Map<WorkflowId, String> authors = new HashMap<>();

    private static final class Change {
        private long digest;
        private long updated;
        private long versions;
    }

    private record Standing(long digest, long updated) {}

    WorkflowRows(Sql sql, String workspace, Documents documents) {
        this.sql = sql;
        this.workspace = workspace;
        this.documents = documents;
    }

    private Change of(WorkflowId workflow) {
        return changes.computeIfAbsent(workflow, id -> new Change());
    }

    /** An operation changed something; it may have saved a version, which changes nothing that a document shows. */
    void changed(WorkflowId workflow, long millis, boolean shown) {
        Change change = of(workflow);
        change.updated = Math.max(change.updated, millis);
        change.versions += shown ? 1 : 0;
    }

    /** Somebody writes; whoever does so first made the workflow. */
    void author(WorkflowId workflow, String principal) {
        authors.putIfAbsent(workflow, principal);
    }

    /** The digest differs by so much. */
    void add(WorkflowId workflow, long difference) {
        of(workflow).digest += difference;
    }

    /** Writes back what changed. */
    void flush() {
        changes.forEach(this::write);
        changes.clear();
    }

    private void write(WorkflowId workflow, Change change) {
        Standing old = sql.one(
                row -> new Standing(row.getLong(1), row.getLong(2)),
                "SELECT digest, updated FROM workflow WHERE workspace_id = ? AND id = ?",
                workspace,
                workflow.value());
        // the sum wraps around, which SQL's own addition does not
        long sum = (old == null ? 0 : old.digest) + change.digest;
        long newest = Math.max(old == null ? 0 : old.updated, change.updated);
        sql.update(
                ADD, workspace, workflow.value(), sum, newest, change.versions, change.updated, authors.get(workflow));
    }

    /** What the workflow's own entity says, behind {@link #flush}. */
    void show(WorkflowId workflow, Entity own) {
        String name = Documents.asColumn(WorkflowRegisters.name(own));
        sql.update(
                "UPDATE workflow SET name = ?, folded = ?, alive = ? WHERE workspace_id = ? AND id = ?",
                name,
                name.toLowerCase(Locale.ROOT),
                own.alive() ? 1 : 0,
                workspace,
                workflow.value());
        if (!own.alive()) {
            documents.clear(workflow);
        }
    }

    long updatedAt(WorkflowId workflow) {
        Long known = sql.one(
                row -> row.getLong(1),
                "SELECT updated FROM workflow WHERE workspace_id = ? AND id = ?",
                workspace,
                workflow.value());
        return known == null ? 0 : known;
    }

    @Nullable Long digest(WorkflowId workflow) {
        return sql.one(
                row -> row.getLong(1),
                "SELECT digest FROM workflow WHERE workspace_id = ? AND id = ?",
                workspace,
                workflow.value());
    }
}
