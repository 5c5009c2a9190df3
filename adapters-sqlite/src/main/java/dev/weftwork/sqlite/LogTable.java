package dev.weftwork.sqlite;

import dev.weftwork.spi.ReadTransaction.EntryVisitor;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The log. Its last row is never deleted, so the head is the greatest position; a last row that was pruned has lost its
 * body. The floor is the first position that has no body, or the one before the first that has.
 */
final class LogTable {
    static final String HEAD = "SELECT max(position) FROM oplog";

    /**
     * Appends if the head is where the caller believes it is: one statement, one commit. If the head is elsewhere, the
     * new row clashes with the last one, which is never deleted, and nothing changes.
     */
    static final String APPEND = "INSERT INTO oplog(position, body)"
            + " VALUES ((SELECT max(position) + (max(position) = ?1) FROM oplog), ?2) ON CONFLICT DO NOTHING";

    private static final String FLOOR =
            "SELECT iif(body IS NULL, position, position - 1) FROM oplog ORDER BY position LIMIT 1";
    private static final String DELETE =
            "DELETE FROM oplog WHERE position <= ? AND position < (SELECT max(position) FROM oplog)";
    private static final String EMPTY_LAST = "UPDATE oplog SET body = NULL WHERE position <= ? AND body IS NOT NULL";
    private static final String BODY = "SELECT body FROM oplog WHERE position = ?";
    private static final String PAGE =
            "SELECT CAST(group_concat(record, '') AS BLOB) FROM (SELECT iif(octet_length(body) > " + Pack.LONG_TEXT
                    + ", concat(position, ',-1,'), concat(position, ',', octet_length(body), ',', body)) AS record"
                    + " FROM oplog WHERE position > ? AND body IS NOT NULL ORDER BY position LIMIT " + Pack.RECORDS
                    + ")";

    private LogTable() {}

    static long head(Session session) throws SQLException {
        return session.number(HEAD);
    }

    static long floor(Session session) throws SQLException {
        return session.number(FLOOR);
    }

    static void prune(Session session, long upTo) throws SQLException {
        if (upTo > head(session)) {
            throw new IllegalArgumentException("Cannot prune up to " + upTo + ", the head is " + head(session));
        }
        for (String sql : List.of(DELETE, EMPTY_LAST)) {
            PreparedStatement statement = session.statement(sql);
            statement.setLong(1, upTo);
            statement.executeUpdate();
        }
    }

    static void read(Session session, long after, EntryVisitor each) throws SQLException, IOException {
        long floor = floor(session);
        if (after < floor) {
            throw new IllegalArgumentException("Cannot read after " + after + ", the log was pruned up to " + floor);
        }
        long last = after;
        while (true) {
            List<Entry> entries = page(session, last);
            for (Entry entry : entries) {
                last = entry.position;
                each.entry(entry.position, entry.body == null ? body(session, entry.position) : entry.body);
            }
            if (entries.size() < Pack.RECORDS) {
                return;
            }
        }
    }

    private static List<Entry> page(Session session, long after) throws SQLException {
        PreparedStatement select = session.statement(PAGE);
        select.setLong(1, after);
        byte @Nullable [] bytes;
        try (ResultSet result = select.executeQuery()) {
            bytes = result.next() ? result.getBytes(1) : null;
        }
        if (bytes == null) {
            return List.of();
        }
        List<Entry> entries = new ArrayList<>(Pack.RECORDS);
        Pack pack = new Pack(bytes);
        while (pack.hasNext()) {
            long position = pack.number();
            long length = pack.number();
            entries.add(new Entry(position, length < 0 ? null : pack.text(length)));
        }
        return entries;
    }

    private static String body(Session session, long position) throws SQLException {
        PreparedStatement select = session.statement(BODY);
        select.setLong(1, position);
        try (ResultSet result = select.executeQuery()) {
            result.next();
            return result.getString(1);
        }
    }

    /** An entry; a long body is fetched when its turn comes. */
    private record Entry(long position, @Nullable String body) {}
}
