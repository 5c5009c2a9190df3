package dev.weftwork.sqlite;

import dev.weftwork.graph.AssetHash;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Pieces of assets that come in stretches. Their places are called {@code part-<hash>-<any>}, which no sweep of uploads
 * meets, until a row of an asset names the place. Beside the pieces lies the name of the process that writes.
 */
final class PartTable {
    private static final String PREFIX = "part-";
    private static final String OWNER = "/owner";
    private static final String OF_PLACE = " FROM blobs WHERE key > ? AND key < ? AND key <> ?";

    private PartTable() {}

    /** What is there of one. */
    record Here(long pieces, long bytes) {}

    static String newPlace(AssetHash hash, String name) {
        return PREFIX + hash.hex() + "-" + name;
    }

    /** Where the pieces of some content are, if there are any that are no asset's. */
    static Optional<String> place(Session session, AssetHash hash) throws SQLException {
        return places(session, PREFIX + hash.hex() + "-").stream().findFirst();
    }

    static Set<AssetHash> all(Session session) throws SQLException {
        Set<AssetHash> all = new HashSet<>();
        for (String place : places(session, PREFIX)) {
            String hex = place.substring(PREFIX.length()).split("-", 2)[0];
            if (AssetHash.isHex(hex)) {
                all.add(new AssetHash(hex));
            }
        }
        return all;
    }

    private static Set<String> places(Session session, String prefix) throws SQLException {
        PreparedStatement select = session.statement("SELECT DISTINCT substr(key, 1, instr(key, '/') - 1) AS upload"
                + " FROM blobs WHERE key >= ? AND key < ?"
                + " AND upload NOT IN (SELECT place FROM assets WHERE place IS NOT NULL)");
        select.setString(1, prefix);
        // '.' is the character behind '-'
        select.setString(2, prefix.substring(0, prefix.length() - 1) + ".");
        Set<String> places = new HashSet<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                places.add(rows.getString(1));
            }
        }
        return places;
    }

    static Here here(Session session, String place) throws SQLException {
        PreparedStatement select = session.statement("SELECT count(*), coalesce(sum(length(bytes)), 0)" + OF_PLACE);
        select.setString(1, place + "/");
        select.setString(2, place + "0");
        select.setString(3, place + OWNER);
        try (ResultSet row = select.executeQuery()) {
            boolean unused = row.next();
            return new Here(row.getLong(1), row.getLong(2));
        }
    }

    /** The process that writes, or wrote when it died. */
    static @Nullable String owner(Session session, String place) throws SQLException {
        byte[] name = bytes(session, place + OWNER);
        return name == null ? null : new String(name, StandardCharsets.UTF_8);
    }

    static boolean own(Session session, String place, String owner) throws SQLException {
        return put(session, place + OWNER, owner.getBytes(StandardCharsets.UTF_8));
    }

    static boolean disown(Session session, String place) throws SQLException {
        PreparedStatement delete = session.statement("DELETE FROM blobs WHERE key = ?");
        delete.setString(1, place + OWNER);
        return delete.executeUpdate() > 0;
    }

    static byte @Nullable [] piece(Session session, String place, long number) throws SQLException {
        return bytes(session, AssetTable.pieceOf(place, number));
    }

    static boolean piece(Session session, String place, long number, byte[] bytes) throws SQLException {
        return put(session, AssetTable.pieceOf(place, number), bytes);
    }

    private static boolean put(Session session, String key, byte[] bytes) throws SQLException {
        PreparedStatement insert = session.statement("INSERT OR REPLACE INTO blobs(key, bytes) VALUES (?, ?)");
        insert.setString(1, key);
        insert.setBytes(2, bytes);
        boolean put = insert.executeUpdate() > 0;
        insert.clearParameters();
        return put;
    }

    private static byte @Nullable [] bytes(Session session, String key) throws SQLException {
        PreparedStatement select = session.statement("SELECT bytes FROM blobs WHERE key = ?");
        select.setString(1, key);
        try (ResultSet row = select.executeQuery()) {
            return row.next() ? row.getBytes(1) : null;
        }
    }
}
