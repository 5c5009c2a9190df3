package dev.weftwork.server.sqlite;

import java.util.List;

/** How many bytes the documents of a workspace take up, counted within the transactions that change them. */
final class DocumentBytes {
    /** Of one document. */
    static final String OF_ONE = "octet_length(body) + octet_length(names)";
    /** Of the workspace whose row is selected. */
    static final String OF_WORKSPACE =
            "coalesce((SELECT bytes FROM document_bytes WHERE workspace_id = workspace.id), 0)";

    private static final String ADD = "INSERT INTO document_bytes (workspace_id, bytes) VALUES (?, ?)"
            + " ON CONFLICT (workspace_id) DO UPDATE SET bytes = document_bytes.bytes + excluded.bytes";

    private final Sql sql;
    private final String workspace;
    private long held;

    /**
     * The count of a workspace.
     *
     * @param held what it was when the transaction began
     */
    DocumentBytes(Sql sql, String workspace, long held) {
        this.sql = sql;
        this.workspace = workspace;
        this.held = held;
    }

    long held() {
        return held;
    }

    void add(long more) {
        held += more;
        sql.update(ADD, workspace, more);
    }

    /** Deletes documents and takes them off the count; the statement ends before {@code RETURNING}. */
    void delete(String statement, Object... values) {
        List<Long> gone = sql.all(row -> row.getLong(1), statement + " RETURNING " + OF_ONE, values);
        if (!gone.isEmpty()) {
            add(-gone.stream().mapToLong(Long::longValue).sum());
        }
    }
}
