package dev.weftwork.benchmarks;

import dev.weftwork.benchmarks.SampleGraph.Step;
import dev.weftwork.sqlite.Durability;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;

/**
 * The other side: what a careful hand would write over sqlite-jdbc alone. One row for each node and edge, plain columns,
 * one row of an oplog for each change in the same transaction; prepared statements that stay open, WAL, and the page
 * size, cache, checkpoint interval and durability that ours has.
 */
final class RawDatabase implements AutoCloseable {
    private final Connection connection;
    private final PreparedStatement begin;
    private final PreparedStatement commit;
    private final PreparedStatement move;
    private final PreparedStatement log;
    private final RawInserts inserts;

    private RawDatabase(Connection connection) throws SQLException {
        this.connection = connection;
        begin = connection.prepareStatement("BEGIN IMMEDIATE");
        commit = connection.prepareStatement("COMMIT");
        move = connection.prepareStatement(
                "UPDATE nodes SET x = ?, y = ?, updated_at = ?, version = version + 1 WHERE workflow = ? AND id = ?");
        log = connection.prepareStatement("INSERT INTO oplog(op) VALUES (?)");
        inserts = new RawInserts(connection);
    }

    static RawDatabase open(Path file, Durability durability) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setPageSize(4096);
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.valueOf(durability.name()));
        config.setBusyTimeout(5_000);
        config.setCacheSize(-32_768);
        config.setPragma(SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, "4096");
        // else each INSERT asks for its row number with a statement of its own
        config.setGetGeneratedKeys(false);
        Connection connection = config.createConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            for (String table : RawSchema.TABLES) {
                statement.executeUpdate(table);
            }
            return new RawDatabase(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Keeps a whole graph, as one change. */
    void save(String workflow, SampleGraph graph) throws SQLException {
        begin.executeUpdate();
        inserts.save(workflow, graph);
        commit.executeUpdate();
    }

    /** Moves a node: its row, and a row of the oplog, in one commit. */
    void move(String workflow, Step node, double x, double y) throws SQLException {
        begin.executeUpdate();
        move.setDouble(1, x);
        move.setDouble(2, y);
        move.setLong(3, System.currentTimeMillis());
        move.setString(4, workflow);
        move.setString(5, node.id());
        if (move.executeUpdate() != 1) {
            throw new IllegalStateException("There is no node " + node.id());
        }
        log(RawOp.move(workflow, node, x, y));
        commit.executeUpdate();
    }

    /** Appends to the oplog alone; a commit of its own unless one is open. */
    void log(String op) throws SQLException {
        log.setString(1, op);
        log.executeUpdate();
    }

    RawRows load(String workflow) throws SQLException {
        return RawRows.load(connection, workflow);
    }

    void checkpoint() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
