package dev.weftwork.sqlite;

import dev.weftwork.spi.ReadTransaction.SettingVisitor;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The settings. */
final class SettingTable {
    private static final String GET = "SELECT value FROM kv WHERE key = ?";
    private static final String FROM = "SELECT key, value FROM kv WHERE key >= ? ORDER BY key";
    private static final String PUT =
            "INSERT INTO kv(key, value) VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value";
    private static final String REMOVE = "DELETE FROM kv WHERE key = ?";

    private SettingTable() {}

    static @Nullable String get(Session session, String name) throws SQLException {
        PreparedStatement select = session.statement(GET);
        select.setString(1, Texts.wellFormed(name));
        try (ResultSet result = select.executeQuery()) {
            return result.next() ? result.getString(1) : null;
        }
    }

    static void scan(Session session, String prefix, SettingVisitor each) throws SQLException, IOException {
        Map<String, String> found = new LinkedHashMap<>();
        PreparedStatement select = session.statement(FROM);
        select.setString(1, Texts.wellFormed(prefix));
        try (ResultSet result = select.executeQuery()) {
            // Names with the prefix lie together; LIKE would read signs in it.
            while (result.next() && result.getString(1).startsWith(prefix)) {
                found.put(result.getString(1), result.getString(2));
            }
        }
        for (Map.Entry<String, String> setting : found.entrySet()) {
            each.setting(setting.getKey(), setting.getValue());
        }
    }

    static void set(Session session, String name, @Nullable String value) throws SQLException {
        PreparedStatement statement = session.statement(value == null ? REMOVE : PUT);
        statement.setString(1, Texts.wellFormed(name));
        if (value != null) {
            statement.setString(2, Texts.wellFormed(value));
        }
        statement.executeUpdate();
    }
}
