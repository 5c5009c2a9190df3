package dev.weftwork.server.sqlite;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes a workspace takes up beside its operations, its state and its documents: what was said of operations,
 * values that lost, projects. A small operation may leave many times its own length there. Counted within the transactions
 * that change it.
 */
final class BesideBytes {
    /** Of one answer; the numbers in it count as much as all else that has no length. */
    static final String OF_ANSWER = "64 + octet_length(op_id) + octet_length(device) + octet_length(digest)"
            + " + coalesce(octet_length(skipped), 0) + coalesce(octet_length(reason), 0)";
    /** Of one value that lost. */
    static final String OF_LOSS = "64 + octet_length(workflow) + octet_length(id) + octet_length(field)"
            + " + coalesce(octet_length(value), 0) + octet_length(loser) + octet_length(winner)";
    /** Of one project. */
    static final String OF_PROJECT = "64 + octet_length(id) + octet_length(name)";
    /** Of the workspace whose row is selected. */
    static final String OF_WORKSPACE =
            "coalesce((SELECT bytes FROM beside_bytes WHERE workspace_id = workspace.id), 0)";

    /** For a file from before: what is there is counted once. */
    static final List<String> TABLE = List.of(
            """
            CREATE TABLE beside_bytes (workspace_id TEXT NOT NULL PRIMARY KEY, bytes INTEGER NOT NULL)
              STRICT, WITHOUT ROWID""",
            "INSERT INTO beside_bytes SELECT workspace_id, sum(bytes) FROM ("
                    + "SELECT workspace_id, " + OF_ANSWER + " AS bytes FROM answer UNION ALL SELECT workspace_id, "
                    + OF_LOSS
                    + " FROM loss UNION ALL SELECT workspace_id, " + OF_PROJECT
                    + " FROM project) GROUP BY workspace_id");

    private static final String ADD = "INSERT INTO beside_bytes (workspace_id, bytes) VALUES (?, ?)"
            + " ON CONFLICT (workspace_id) DO UPDATE SET bytes = beside_bytes.bytes + excluded.bytes";

    private final Sql sql;
    private final String workspace;
    private long held;
    private long grown;

    /**
     * The count of a workspace.
     *
     * @param held what it was when the transaction began
     */
    BesideBytes(Sql sql, String workspace, long held) {
        this.sql = sql;
        this.workspace = workspace;
        this.held = held;
    }

    long held() {
        return held + grown;
    }

    /** Adds or replaces rows; the statement ends before {@code RETURNING}, and its workspace is the first value. */
    void put(String statement, String ofRow, @Nullable Object... values) {
        grown += sum(statement, ofRow, values);
    }

    /** Deletes rows; the statement ends before {@code RETURNING}. */
    void delete(String statement, String ofRow, @Nullable Object... values) {
        grown -= sum(statement, ofRow, values);
    }

    void add(long bytes) {
        grown += bytes;
    }

    void less(long bytes) {
        grown -= bytes;
    }

    private long sum(String statement, String ofRow, @Nullable Object... values) {
        return sql.all(row -> row.getLong(1), statement + " RETURNING " + ofRow, values).stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Writes the count back. */
    void flush() {
        if (grown != 0) {
            sql.update(ADD, workspace, grown);
            held += grown;
            grown = 0;
        }
    }
}
