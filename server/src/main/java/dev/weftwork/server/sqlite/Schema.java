package dev.weftwork.server.sqlite;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tables. Every key begins with the workspace. Only what SQLite, PostgreSQL and its relatives share is used, but for
 * STRICT and WITHOUT ROWID.
 */
final class Schema {
    static final int VERSION = 5;

    private static final Set<String> KNOWN = Set.of("1", "2", "3", "4", "" + VERSION);

    private static final List<String> TABLES = List.of(
            "CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
            """
            CREATE TABLE IF NOT EXISTS workspace (
              id TEXT PRIMARY KEY, epoch INTEGER NOT NULL, head_seq INTEGER NOT NULL, head_hash TEXT NOT NULL,
              floor_seq INTEGER NOT NULL, floor_hash TEXT NOT NULL, clock INTEGER NOT NULL,
              bytes INTEGER NOT NULL DEFAULT 0
            ) STRICT, WITHOUT ROWID""",
            """
            CREATE TABLE IF NOT EXISTS op (
              workspace_id TEXT NOT NULL, seq INTEGER NOT NULL, workflow TEXT NOT NULL, hash TEXT NOT NULL,
              device TEXT NOT NULL, number INTEGER NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL,
              PRIMARY KEY (workspace_id, seq)
            ) STRICT, WITHOUT ROWID""",
            """
            CREATE TABLE IF NOT EXISTS answer (
              workspace_id TEXT NOT NULL, op_id TEXT NOT NULL, seq INTEGER NOT NULL, device TEXT NOT NULL,
              number INTEGER NOT NULL, claimed INTEGER NOT NULL, eff INTEGER NOT NULL, digest TEXT NOT NULL,
              skipped TEXT, code TEXT, reason TEXT, at INTEGER NOT NULL, stamped INTEGER,
              PRIMARY KEY (workspace_id, op_id)
            ) STRICT, WITHOUT ROWID""",
            """
            CREATE UNIQUE INDEX IF NOT EXISTS answer_number ON answer (workspace_id, device, number)
              WHERE seq > 0""",
            """
            CREATE TABLE IF NOT EXISTS number_range (
              workspace_id TEXT NOT NULL, device TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
              low_claimed INTEGER NOT NULL, low_eff INTEGER NOT NULL,
              high_claimed INTEGER NOT NULL, high_eff INTEGER NOT NULL,
              PRIMARY KEY (workspace_id, device, first)
            ) STRICT, WITHOUT ROWID""",
            """
            CREATE TABLE IF NOT EXISTS forgotten (
              workspace_id TEXT NOT NULL, device TEXT NOT NULL, page INTEGER NOT NULL, traces BLOB NOT NULL,
              PRIMARY KEY (workspace_id, device, page)
            ) STRICT, WITHOUT ROWID""",
            """
            CREATE TABLE IF NOT EXISTS device (
              workspace_id TEXT NOT NULL, id TEXT NOT NULL, principal TEXT NOT NULL, PRIMARY KEY (workspace_id, id)
            ) STRICT, WITHOUT ROWID""",
            """
            CREATE TABLE IF NOT EXISTS entity (
              workspace_id TEXT NOT NULL, workflow TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
              version INTEGER NOT NULL, state TEXT NOT NULL, stamps TEXT NOT NULL,
              PRIMARY KEY (workspace_id, workflow, kind, id)
            ) STRICT, WITHOUT ROWID""",
            """
            CREATE TABLE IF NOT EXISTS workflow (
              workspace_id TEXT NOT NULL, id TEXT NOT NULL, digest INTEGER NOT NULL,
              updated INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (workspace_id, id)
            ) STRICT, WITHOUT ROWID""",
            """
            CREATE TABLE IF NOT EXISTS loss (
              workspace_id TEXT NOT NULL, seq INTEGER NOT NULL, place INTEGER NOT NULL, workflow TEXT NOT NULL,
              kind TEXT NOT NULL, id TEXT NOT NULL, field TEXT NOT NULL, value TEXT,
              loser TEXT NOT NULL, winner TEXT NOT NULL,
              PRIMARY KEY (workspace_id, seq, place)
            ) STRICT, WITHOUT ROWID""",
            """
            CREATE TABLE IF NOT EXISTS purged (
              workspace_id TEXT NOT NULL, workflow TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
              seq INTEGER, eff INTEGER, fields TEXT,
              PRIMARY KEY (workspace_id, workflow, kind, id)
            ) STRICT, WITHOUT ROWID""");

    /** Version 2 counts what a workspace holds, and keeps traces of what it forgets. */
    private static final List<String> FROM_1 =
            List.of("ALTER TABLE workspace ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0", """
            UPDATE workspace SET bytes =
              (SELECT coalesce(sum(octet_length(body)), 0) FROM op WHERE workspace_id = workspace.id)
              + (SELECT coalesce(sum(octet_length(state) + octet_length(stamps)), 0) FROM entity
                 WHERE workspace_id = workspace.id)""");

    private Schema() {}

    /**
     * Makes the tables, or brings those of an older version up to this one, in one transaction.
     *
     * @throws IOException if a newer version wrote them; they are left as they are then
     */
    static void prepare(Sql sql) throws IOException {
        sql.execute("BEGIN IMMEDIATE");
        String stored = version(sql);
        if (stored != null && !KNOWN.contains(stored)) {
            sql.execute("ROLLBACK");
            throw new IOException("The storage has schema " + stored + "; this server knows " + VERSION
                    + ". Use the version that wrote it, or a newer one");
        }
        TABLES.forEach(sql::execute);
        if (sql.one(row -> 1, "SELECT 1 FROM pragma_table_info('workflow') WHERE name = 'updated'") == null) {
            // a file from before; what it does not know is worked out from the entities
            sql.execute("ALTER TABLE workflow ADD COLUMN updated INTEGER NOT NULL DEFAULT 0");
        }
        if (sql.one(row -> 1, "SELECT 1 FROM pragma_table_info('answer') WHERE name = 'stamped'") == null) {
            // version 4 keeps the stamp of a version apart from its place among the operations of its replica
            sql.execute("ALTER TABLE answer ADD COLUMN stamped INTEGER");
        }
        if (sql.one(row -> 1, "SELECT 1 FROM pragma_table_info('purged') WHERE name = 'fields'") == null) {
            // version 5 lets what was removed for good begin anew
            List.of("seq INTEGER", "eff INTEGER", "fields TEXT")
                    .forEach(column -> sql.execute("ALTER TABLE purged ADD COLUMN " + column));
        }
        if ("1".equals(stored)) {
            FROM_1.forEach(sql::execute);
        }
        DocumentSchema.prepare(sql);
        sql.update(
                "INSERT INTO meta (name, value) VALUES ('schema', ?)"
                        + " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                "" + VERSION);
        sql.execute("COMMIT");
    }

    private static @Nullable String version(Sql sql) {
        Integer tables = sql.one(row -> row.getInt(1), "SELECT count(*) FROM sqlite_master WHERE name = 'meta'");
        return Integer.valueOf(0).equals(tables)
                ? null
                : sql.one(row -> row.getString(1), "SELECT value FROM meta WHERE name = 'schema'");
    }
}
