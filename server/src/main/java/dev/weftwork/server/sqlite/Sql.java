package dev.weftwork.server.sqlite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One connection and its statements, which are prepared once. Failures come as {@link UncheckedIOException}, so that
 * they pass through the interfaces of core. Confined to one thread at a time.
 */
final class Sql implements AutoCloseable {
    private static final int LARGE = 64 << 10;

    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    /** Makes something of a row. */
    @FunctionalInterface
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    Sql(Connection connection) {
        this.connection = connection;
    }

    void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw failure(sql, e);
        }
    }

    int update(String sql, @Nullable Object... values) {
        try {
            PreparedStatement statement = bound(sql, values);
            int rows = statement.executeUpdate();
            forgetLarge(statement, values);
            return rows;
        } catch (SQLException e) {
            throw failure(sql, e);
        }
    }

    /** It would keep them until it is used again. */
    private static void forgetLarge(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (Object value : values) {
            if (value instanceof String text && text.length() > LARGE) {
                statement.clearParameters();
                return;
            }
        }
    }

    <T> @Nullable T one(RowReader<T> reader, String sql, @Nullable Object... values) {
        try (ResultSet rows = bound(sql, values).executeQuery()) {
            return rows.next() ? reader.read(rows) : null;
        } catch (SQLException e) {
            throw failure(sql, e);
        }
    }

    <T> List<T> all(RowReader<T> reader, String sql, @Nullable Object... values) {
        return some(row -> true, reader, sql, values);
    }

    /** The rows before the first that is not wanted, which may be told without reading all of it. */
    <T> List<T> some(RowReader<Boolean> wanted, RowReader<T> reader, String sql, @Nullable Object... values) {
        List<T> some = new ArrayList<>();
        try {
            PreparedStatement statement = bound(sql, values);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next() && wanted.read(rows)) {
                    some.add(reader.read(rows));
                }
            }
            forgetLarge(statement, values);
            return some;
        } catch (SQLException e) {
            throw failure(sql, e);
        }
    }

    private PreparedStatement bound(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    private static UncheckedIOException failure(String sql, SQLException e) {
        String verb = sql.strip().split("\\s", 2)[0];
        return new UncheckedIOException(new IOException("The database cannot " + verb + ": " + e.getMessage(), e));
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failure("close", e);
        }
    }
}
