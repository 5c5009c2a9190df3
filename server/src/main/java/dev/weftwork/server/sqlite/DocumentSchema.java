package dev.weftwork.server.sqlite;

import java.util.List;

/**
 * What the REST face keeps beside the operations, and the views by which anybody may look at it with SQL:
 * {@code workflows}, {@code workflow_definitions} and {@code projects}.
 */
final class DocumentSchema {
    private static final List<String> COLUMNS = List.of(
            "version INTEGER NOT NULL DEFAULT 0",
            "created INTEGER NOT NULL DEFAULT 0",
            "name TEXT NOT NULL DEFAULT ''",
            "folded TEXT NOT NULL DEFAULT ''",
            "alive INTEGER NOT NULL DEFAULT 0",
            "project TEXT",
            "author TEXT",
            "document INTEGER NOT NULL DEFAULT 0");

    /** For a file from before: what it tells of its workflows. */
    private static final List<String> FILL = List.of("""
            UPDATE workflow SET created = updated, version = max(1,
              (SELECT count(*) FROM op WHERE op.workspace_id = workflow.workspace_id AND op.workflow = workflow.id))""", """
            UPDATE workflow SET name = coalesce(own.name, ''), folded = lower(coalesce(own.name, '')), alive = own.alive
              FROM (SELECT workspace_id, id, json_extract(state, '$.name') AS name,
                      coalesce(json_extract(state, '$.life'), 0) AS alive
                    FROM entity WHERE kind = 'workflow' AND id = workflow) AS own
              WHERE own.workspace_id = workflow.workspace_id AND own.id = workflow.id""");

    private static final List<String> TABLES = List.of("""
            CREATE TABLE IF NOT EXISTS document (
              workspace_id TEXT NOT NULL, workflow TEXT NOT NULL, number INTEGER NOT NULL, version INTEGER NOT NULL,
              seen INTEGER NOT NULL, names TEXT NOT NULL, body TEXT NOT NULL,
              PRIMARY KEY (workspace_id, workflow, number)
            ) STRICT""", """
            CREATE TABLE IF NOT EXISTS document_known (
              workspace_id TEXT NOT NULL, workflow TEXT NOT NULL, principal TEXT NOT NULL, tag TEXT NOT NULL,
              number INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (workspace_id, workflow, principal, tag)
            ) STRICT, WITHOUT ROWID""", """
            CREATE TABLE IF NOT EXISTS rest_replica (
              workspace_id TEXT NOT NULL, principal TEXT NOT NULL, device TEXT NOT NULL, number INTEGER NOT NULL,
              claimed INTEGER NOT NULL, PRIMARY KEY (workspace_id, principal)
            ) STRICT, WITHOUT ROWID""", """
            CREATE TABLE IF NOT EXISTS project (
              workspace_id TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, created INTEGER NOT NULL,
              updated INTEGER NOT NULL, PRIMARY KEY (workspace_id, id)
            ) STRICT, WITHOUT ROWID""");

    /** A file from before knows of one document for each principal: what was sent last, or handed out since. */
    private static final List<String> FROM_BASE = List.of("""
            INSERT INTO document_known
              SELECT b.workspace_id, b.workflow, b.principal, '', b.number, w.updated FROM document_base b
              JOIN workflow w ON w.workspace_id = b.workspace_id AND w.id = b.workflow""", "DROP TABLE document_base");

    private static final List<String> BYTES = List.of("""
            CREATE TABLE document_bytes (workspace_id TEXT NOT NULL PRIMARY KEY, bytes INTEGER NOT NULL)
              STRICT, WITHOUT ROWID""", """
            INSERT INTO document_bytes SELECT workspace_id, sum(octet_length(body) + octet_length(names)) FROM document
              GROUP BY workspace_id""");

    private static final List<String> VIEWS = List.of("""
            CREATE VIEW IF NOT EXISTS workflows AS
              SELECT w.id AS id, w.author AS user_id, d.body AS state,
                strftime('%Y-%m-%dT%H:%M:%fZ', w.updated / 1000.0, 'unixepoch') AS updated_at,
                strftime('%Y-%m-%dT%H:%M:%fZ', w.created / 1000.0, 'unixepoch') AS created_at,
                w.workspace_id AS tenant
              FROM workflow w LEFT JOIN document d
                ON d.workspace_id = w.workspace_id AND d.workflow = w.id AND d.number = w.document
              WHERE w.alive = 1""", """
            CREATE VIEW IF NOT EXISTS workflow_definitions AS
              SELECT w.id AS id, w.project AS project_id, w.name AS name, d.body AS definition, w.version AS version,
                strftime('%Y-%m-%dT%H:%M:%fZ', w.created / 1000.0, 'unixepoch') AS created_at,
                strftime('%Y-%m-%dT%H:%M:%fZ', w.updated / 1000.0, 'unixepoch') AS updated_at,
                w.workspace_id AS tenant
              FROM workflow w LEFT JOIN document d
                ON d.workspace_id = w.workspace_id AND d.workflow = w.id AND d.number = w.document
              WHERE w.alive = 1""", """
            CREATE VIEW IF NOT EXISTS projects AS
              SELECT id, name, strftime('%Y-%m-%dT%H:%M:%fZ', created / 1000.0, 'unixepoch') AS created_at,
                strftime('%Y-%m-%dT%H:%M:%fZ', updated / 1000.0, 'unixepoch') AS updated_at, workspace_id AS tenant
              FROM project""");

    private DocumentSchema() {}

    /** Makes what is missing; nothing if all is there. Within a transaction, behind the tables of {@link Schema}. */
    static void prepare(Sql sql) {
        boolean old = sql.one(row -> 1, "SELECT 1 FROM pragma_table_info('workflow') WHERE name = 'version'") == null;
        if (old) {
            COLUMNS.forEach(column -> sql.execute("ALTER TABLE workflow ADD COLUMN " + column));
            FILL.forEach(sql::execute);
        }
        TABLES.forEach(sql::execute);
        if (has(sql, "document_base")) {
            FROM_BASE.forEach(sql::execute);
        }
        if (!has(sql, "document_bytes")) {
            // a file from before: what is there is counted once
            BYTES.forEach(sql::execute);
        }
        if (!has(sql, "beside_bytes")) {
            BesideBytes.MAKE.forEach(sql::execute);
        }
        VIEWS.forEach(sql::execute);
    }

    private static boolean has(Sql sql, String table) {
        return sql.one(row -> 1, "SELECT 1 FROM sqlite_master WHERE name = ?", table) != null;
    }
}
