package dev.weftwork.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sqlite.BusyHandler;
import org.sqlite.SQLiteConfig;

/**
 * One connection and its prepared statements, which stay open. One thread at a time.
 *
 * <p>Transactions are begun and ended by statements of our own: the driver's auto-commit switch begins late and
 * deferred.
 */
final class Session implements AutoCloseable {
    private final Connection connection;
    private final Patience patience;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    /** On a connection that waits for others as its busy handler says. */
    Session(Connection connection, Patience patience) {
        this.connection = connection;
        this.patience = patience;
    }

    static Session open(Path file, boolean readOnly, Duration busyTimeout) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(readOnly);
        config.setBusyTimeout(0);
        // else the driver prepares a statement of its own for every INSERT
        config.setGetGeneratedKeys(false);
        // A URI, because the driver would take a question mark in a plain name for the start of options.
        Connection connection =
                config.createConnection("jdbc:sqlite:" + file.toAbsolutePath().toUri());
        try {
            Patience patience = new Patience(busyTimeout);
            BusyHandler.setHandler(connection, patience);
            return new Session(connection, patience);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Prepares a statement, or finds it again. */
    PreparedStatement statement(String sql) throws SQLException {
        PreparedStatement known = statements.get(sql);
        if (known != null) {
            return known;
        }
        PreparedStatement made = connection.prepareStatement(sql);
        statements.put(sql, made);
        return made;
    }

    /** Turns a failure into the one to throw, as {@link Failures#of} does, and makes the session fit to go on. */
    IOException failed(SQLException failure, Path file) {
        forgetStatements(failure);
        return Failures.of(failure, file);
    }

    /** Forgets all statements, because the driver gives up for good on one that failed. */
    void forgetStatements(Throwable cause) {
        for (PreparedStatement statement : statements.values()) {
            try {
                statement.close();
            } catch (SQLException e) {
                cause.addSuppressed(e);
            }
        }
        statements.clear();
    }

    /** Runs something that is run seldom. */
    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /** Sets a pragma that answers with a row or with none. */
    void pragma(String setting) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA " + setting);
        }
    }

    /** Moves what the log file holds into the database and empties the file, unless somebody is reading or writing. */
    boolean truncateLog() throws SQLException {
        patience.none(true);
        try {
            return number("PRAGMA wal_checkpoint(TRUNCATE)") == 0;
        } finally {
            patience.none(false);
        }
    }

    /** The first column of the first row of something that always has one. */
    long number(String sql) throws SQLException {
        try (ResultSet result = statement(sql).executeQuery()) {
            result.next();
            return result.getLong(1);
        }
    }

    /** The first column of the first row, or null if there is none. */
    @Nullable String text(String sql) throws SQLException {
        try (ResultSet result = statement(sql).executeQuery()) {
            return result.next() ? result.getString(1) : null;
        }
    }

    void begin() throws SQLException {
        statement("BEGIN").executeUpdate();
    }

    /** Takes the write lock at once: a reader that turns writer later cannot wait for its turn. */
    void beginImmediate() throws SQLException {
        statement("BEGIN IMMEDIATE").executeUpdate();
    }

    void commit() throws SQLException {
        statement("COMMIT").executeUpdate();
    }

    /**
     * Rolls back what is open, if anything still is: a full disk, for one, has rolled back by itself.
     *
     * @param cause what made it necessary; gets a failure of the roll-back added
     */
    void rollback(Throwable cause) {
        try {
            statement("ROLLBACK").executeUpdate();
        } catch (SQLException e) {
            forgetStatements(cause);
            String message = e.getMessage();
            if (message == null || !message.contains("no transaction is active")) {
                cause.addSuppressed(e);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
