package dev.weftwork.server.sqlite;

import org.jspecify.annotations.Nullable;

/** Bytes of a workspace that are counted within the transactions that change them, in a table with one row for each workspace. */
final class CountedBytes {
    private final Sql sql;
    private final String table;
    private final String workspace;
    private long held;
    private long grown;

    /**
     * The count of a workspace.
     *
     * @param table with the columns {@code workspace_id} and {@code bytes}
     * @param held what it was when the transaction began
     */
    CountedBytes(Sql sql, String table, String workspace, long held) {
        this.sql = sql;
        this.table = table;
        this.workspace = workspace;
        this.held = held;
    }

    /** The count of the workspace whose row is selected. */
    static String ofSelected(String table) {
        return "coalesce((SELECT bytes FROM " + table + " WHERE workspace_id = workspace.id), 0)";
    }

    long held() {
        return held + grown;
    }

    void add(long bytes) {
        grown += bytes;
    }

    void less(long bytes) {
        grown -= bytes;
    }

    /** Adds or replaces rows; the statement ends before {@code RETURNING}. */
    void put(String statement, String ofRow, @Nullable Object... values) {
        grown += sum(statement, ofRow, values);
    }

    /** Deletes rows; the statement ends before {@code RETURNING}. */
    void delete(String statement, String ofRow, @Nullable Object... values) {
        grown -= sum(statement, ofRow, values);
    }

    private long sum(String statement, String ofRow, @Nullable Object... values) {
        return sql.all(row -> row.getLong(1), statement + " RETURNING " + ofRow, values).stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Writes the count back. */
    void flush() {
        if (grown != 0) {
            sql.update(
                    "INSERT INTO " + table + " (workspace_id, bytes) VALUES (?, ?)"
                            + " ON CONFLICT (workspace_id) DO UPDATE SET bytes = " + table + ".bytes + excluded.bytes",
                    workspace,
                    grown);
            held += grown;
            grown = 0;
        }
    }
}
