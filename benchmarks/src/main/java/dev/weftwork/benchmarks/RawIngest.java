package dev.weftwork.benchmarks;

import dev.weftwork.server.sqlite.SqliteServerStorage;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteConfig;

/**
 * Rows of the server's own tables, written by a careful hand: for each operation the operation, the answer and the
 * entity; for each transaction of a hundred the head and the digest. What is written is what our server wrote.
 */
final class RawIngest implements AutoCloseable {
    private static final int BATCH = 100;

    private final Connection connection;
    private final PreparedStatement begin;
    private final PreparedStatement commit;
    private final PreparedStatement op;
    private final PreparedStatement answer;
    private final PreparedStatement entity;
    private final PreparedStatement head;
    private final PreparedStatement digest;

    /** What is written, column by column. */
    record Rows(List<Object[]> ops, List<Object[]> answers, List<Object[]> entities) {
        /** The rows that our server wrote for a workspace. */
        static Rows of(Path directory, String workspace) throws SQLException {
            try (Connection connection = connect(directory)) {
                return new Rows(
                        all(connection, "SELECT * FROM op WHERE workspace_id = ? ORDER BY seq", workspace),
                        all(connection, "SELECT * FROM answer WHERE workspace_id = ? ORDER BY seq", workspace),
                        all(connection, "SELECT * FROM entity WHERE workspace_id = ? AND kind = 'node'", workspace));
            }
        }

        private static List<Object[]> all(Connection connection, String query, String workspace) throws SQLException {
            List<Object[]> rows = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(query)) {
                select.setString(1, workspace);
                try (ResultSet found = select.executeQuery()) {
                    Object[] row = new Object[found.getMetaData().getColumnCount()];
                    while (found.next()) {
                        for (int i = 0; i < row.length; i++) {
                            row[i] = found.getObject(i + 1);
                        }
                        rows.add(row.clone());
                    }
                }
            }
            return rows;
        }
    }

    private RawIngest(Connection connection) throws SQLException {
        this.connection = connection;
        begin = connection.prepareStatement("BEGIN IMMEDIATE");
        commit = connection.prepareStatement("COMMIT");
        op = connection.prepareStatement("INSERT INTO op VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
        answer = connection.prepareStatement("INSERT INTO answer VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        entity = connection.prepareStatement("INSERT INTO entity VALUES (?, ?, ?, ?, ?, ?, ?)"
                + " ON CONFLICT (workspace_id, workflow, kind, id) DO UPDATE SET version = excluded.version,"
                + " state = excluded.state, stamps = excluded.stamps");
        head = connection.prepareStatement("UPDATE workspace SET head_seq = ?, head_hash = ?, clock = ? WHERE id = ?");
        digest = connection.prepareStatement("INSERT INTO workflow (workspace_id, id, digest) VALUES (?, ?, ?)"
                + " ON CONFLICT (workspace_id, id) DO UPDATE SET digest = excluded.digest");
    }

    /** The server's own empty tables. */
    static RawIngest open(Path directory) throws Exception {
        SqliteServerStorage.at(directory).close();
        return new RawIngest(connect(directory));
    }

    private static Connection connect(Path directory) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setGetGeneratedKeys(false);
        return config.createConnection("jdbc:sqlite:" + directory.resolve("weftwork.db"));
    }

    void run(Rows rows) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    "INSERT INTO workspace (id, epoch, head_seq, head_hash, floor_seq, floor_hash, clock)"
                            + " VALUES ('" + rows.ops.get(0)[0] + "', 1, 0, '', 0, '', 0)");
        }
        int entities = 0;
        for (int from = 0; from < rows.ops.size(); from += BATCH) {
            begin.executeUpdate();
            int to = Math.min(rows.ops.size(), from + BATCH);
            for (int i = from; i < to; i++) {
                put(op, rows.ops.get(i));
                put(answer, rows.answers.get(i));
                put(entity, rows.entities.get(entities++ % rows.entities.size()));
            }
            Object[] last = rows.ops.get(to - 1);
            put(head, last[1], last[3], last[6], last[0]);
            put(digest, last[0], last[2], last[1]);
            commit.executeUpdate();
        }
    }

    private static void put(PreparedStatement into, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            into.setObject(i + 1, values[i]);
        }
        into.executeUpdate();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
