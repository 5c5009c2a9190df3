package dev.weftwork.server.sqlite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/**
 * The right to use a directory. Two servers on one would not hear of each other's operations and keep their callers
 * waiting. It ends with the process, however that ends.
 *
 * <p>An empty database keeps it. A lock on a channel of Java's own is let go when anybody in this process closes the same
 * file once more: a second server that was refused here would let in a third one from elsewhere.
 */
final class DirectoryLock implements AutoCloseable {
    private final Connection connection;

    private DirectoryLock(Connection connection) {
        this.connection = connection;
    }

    static DirectoryLock of(Path directory) throws IOException {
        try {
            Connection connection = connect(directory.resolve("lock"));
            try (Statement statement = connection.createStatement()) {
                statement.execute("BEGIN EXCLUSIVE");
                return new DirectoryLock(connection);
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            if (e.getErrorCode() == SQLiteErrorCode.SQLITE_BUSY.code) {
                throw new IOException("Another server uses " + directory + "; give this one a directory of its own", e);
            }
            throw new IOException("Cannot lock " + directory + ": " + e.getMessage(), e);
        }
    }

    /** By its address: given a plain name, the driver makes the file and deletes it once more, be it another's by then. */
    private static Connection connect(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(0);
        // nothing is ever written
        config.setJournalMode(SQLiteConfig.JournalMode.OFF);
        return config.createConnection("jdbc:sqlite:" + file.toAbsolutePath().toUri());
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new UncheckedIOException(new IOException("The lock cannot be let go: " + e.getMessage(), e));
        }
    }
}
