package dev.weftwork.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteConfig;

/** A table of texts, one row for each change: what a careful hand needs on either side of a plain sync. */
final class RawLog implements AutoCloseable {
    private final Connection connection;
    private final PreparedStatement begin;
    private final PreparedStatement commit;
    private final PreparedStatement insert;
    private final PreparedStatement after;

    private RawLog(Connection connection) throws SQLException {
        this.connection = connection;
        begin = connection.prepareStatement("BEGIN IMMEDIATE");
        commit = connection.prepareStatement("COMMIT");
        insert = connection.prepareStatement("INSERT INTO oplog(op) VALUES (?)");
        after = connection.prepareStatement("SELECT op FROM oplog WHERE id > ? ORDER BY id LIMIT ?");
    }

    /** Durable like ours: WAL, every commit flushed. */
    static RawLog open(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setGetGeneratedKeys(false);
        Connection connection = config.createConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE IF NOT EXISTS oplog(id INTEGER PRIMARY KEY, op TEXT NOT NULL)");
            return new RawLog(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Inserts in one transaction. */
    synchronized void append(List<String> ops) throws SQLException {
        begin.executeUpdate();
        for (String op : ops) {
            insert.setString(1, op);
            insert.executeUpdate();
        }
        commit.executeUpdate();
    }

    synchronized List<String> after(long id, int most) throws SQLException {
        after.setLong(1, id);
        after.setInt(2, most);
        List<String> ops = new ArrayList<>();
        try (ResultSet rows = after.executeQuery()) {
            while (rows.next()) {
                ops.add(rows.getString(1));
            }
        }
        return ops;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
