package dev.weftwork.sqlite;

import dev.weftwork.graph.AssetHash;
import dev.weftwork.spi.AssetKey;
import dev.weftwork.spi.NewAsset;
import dev.weftwork.spi.StoredAsset;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The rows of assets, and the pieces that they stand for. The pieces of one upload have keys {@code <place>/<number>}, and a
 * place begins with the time at which the upload began; an upload that is not named by any row is not an asset.
 */
final class AssetTable {
    private static final String COLUMNS = "SELECT id, bytes, hash, place, created_at FROM assets";

    private AssetTable() {}

    /** A row. */
    record Line(StoredAsset asset, String place) {}

    static boolean index(Session session) throws SQLException {
        session.run("CREATE INDEX IF NOT EXISTS assets_by_hash ON assets(hash)");
        return true;
    }

    static Optional<Line> find(Session session, AssetHash hash) throws SQLException {
        return first(session, COLUMNS + " WHERE hash = ?", hash.toString());
    }

    static Optional<Line> find(Session session, AssetKey key) throws SQLException {
        return first(session, COLUMNS + " WHERE id = ?", key.toString());
    }

    private static Optional<Line> first(Session session, String sql, String value) throws SQLException {
        PreparedStatement statement = session.statement(sql);
        statement.setString(1, value);
        try (ResultSet row = statement.executeQuery()) {
            return row.next() ? Optional.of(line(row)) : Optional.empty();
        }
    }

    private static Line line(ResultSet row) throws SQLException {
        AssetKey key = AssetKey.endOf(row.getString(1))
                .orElseThrow(() -> new SQLException("The table of assets holds a name that cannot be one"));
        AssetHash hash = AssetHash.read(row.getString(3)).orElse(null);
        return new Line(
                new StoredAsset(key, row.getLong(2), row.getLong(5), hash),
                Objects.requireNonNullElse(row.getString(4), ""));
    }

    static List<StoredAsset> all(Session session) throws SQLException {
        List<StoredAsset> all = new ArrayList<>();
        try (ResultSet rows = session.statement(COLUMNS).executeQuery()) {
            while (rows.next()) {
                all.add(line(rows).asset());
            }
        }
        return all;
    }

    /** Makes an asset of the pieces of a place. */
    static StoredAsset name(Session session, NewAsset wished, String place, long bytes) throws SQLException {
        Optional<Line> same = find(session, wished.hash());
        if (same.isPresent()) {
            StoredAsset old = same.get().asset();
            removePieces(session, same.get().place());
            update(
                    session,
                    "UPDATE assets SET place = ?, bytes = " + bytes + " WHERE id = ?",
                    place,
                    old.key().toString());
            return new StoredAsset(old.key(), bytes, old.createdAt(), wished.hash());
        }
        boolean taken = AssetHash.isHex(wished.key().id())
                || find(session, wished.key()).isPresent();
        AssetKey key = taken ? AssetKey.of(wished.key().type(), wished.hash()) : wished.key();
        String numbers = bytes + ", " + wished.createdAt();
        update(
                session,
                "INSERT INTO assets(bytes, created_at, id, mime, hash, place) VALUES (" + numbers + ", ?, '', ?, ?)",
                key.toString(),
                wished.hash().toString(),
                place);
        return new StoredAsset(key, bytes, wished.createdAt(), wished.hash());
    }

    static boolean remove(Session session, AssetKey key) throws SQLException {
        Optional<Line> line = find(session, key);
        if (line.isPresent()) {
            removePieces(session, line.get().place());
            update(session, "DELETE FROM assets WHERE id = ?", key.toString());
        }
        return line.isPresent();
    }

    static int removePieces(Session session, String place) throws SQLException {
        // '0' is the character behind '/'
        return update(session, "DELETE FROM blobs WHERE key > ? AND key < ?", place + "/", place + "0");
    }

    /** Removes the pieces of uploads that began before a time and never became assets. */
    static int sweep(Session session, long before) throws SQLException {
        List<String> places = new ArrayList<>();
        PreparedStatement statement = session.statement("SELECT DISTINCT substr(key, 1, instr(key, '/') - 1) AS upload"
                + " FROM blobs WHERE key < ? AND upload NOT IN (SELECT place FROM assets WHERE place IS NOT NULL)");
        statement.setString(1, placeAt(before));
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                places.add(rows.getString(1));
            }
        }
        int removed = 0;
        for (String place : places) {
            removed += removePieces(session, place);
        }
        return removed;
    }

    /** The first characters of a place; sorts by time. */
    static String placeAt(long millis) {
        return "%015d".formatted(Math.max(0, millis));
    }

    static String pieceOf(String place, long number) {
        return place + "/" + number;
    }

    private static int update(Session session, String sql, String... values) throws SQLException {
        PreparedStatement statement = session.statement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setString(i + 1, values[i]);
        }
        return statement.executeUpdate();
    }
}
