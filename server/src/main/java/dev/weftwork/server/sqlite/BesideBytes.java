package dev.weftwork.server.sqlite;

import java.util.List;

/**
 * How many bytes a workspace takes up beside its operations, its state and its documents: what was said of operations,
 * values that lost, projects. A small operation may leave many times its own length there.
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

    private static final String TABLE = "beside_bytes";
    /** Of the workspace whose row is selected. */
    static final String OF_SELECTED = CountedBytes.ofSelected(TABLE);

    /** For a file from before: what is there is counted once. */
    static final List<String> MAKE = List.of(
            """
            CREATE TABLE beside_bytes (workspace_id TEXT NOT NULL PRIMARY KEY, bytes INTEGER NOT NULL)
              STRICT, WITHOUT ROWID""",
            "INSERT INTO beside_bytes SELECT workspace_id, sum(bytes) FROM ("
                    + "SELECT workspace_id, " + OF_ANSWER + " AS bytes FROM answer UNION ALL SELECT workspace_id, "
                    + OF_LOSS
                    + " FROM loss UNION ALL SELECT workspace_id, " + OF_PROJECT
                    + " FROM project) GROUP BY workspace_id");

    private BesideBytes() {}

    /** The count of a workspace, which was so much when the transaction began. */
    static CountedBytes of(Sql sql, String workspace, long held) {
        return new CountedBytes(sql, TABLE, workspace, held);
    }
}
