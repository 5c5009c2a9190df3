package dev.weftwork.sqlite;

import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Reads a table by ranges of its integer key. Where a range cannot be read, it is halved until the damage is closed in
 * on; what lies beside it is read.
 */
final class RangeReader {
    /** Where the greatest key cannot be read either: how far beyond the last key that can be to look. */
    private static final long BEYOND = 100_000;

    /** An inner page that is damaged hides so many keys that looking for each would take for ever. */
    private static final int MOST_FAILURES = 20_000;

    private final Session session;
    private final String table;
    private final String key;
    private final String select;
    private long read;
    private long lost;
    private long lostFrom = -1;
    private long lostTo = -1;

    RangeReader(Session session, String table, String key, String columns) {
        this.session = session;
        this.table = table;
        this.key = key;
        // Not by an index, which may be damaged in other places than the table.
        select = "SELECT " + key + ", " + columns + " FROM " + table + " NOT INDEXED WHERE " + key
                + " BETWEEN ? AND ? ORDER BY " + key;
    }

    void run(Visitor each) throws SQLException, IOException {
        Deque<long[]> ranges = new ArrayDeque<>();
        ranges.push(new long[] {0, greatest()});
        int failures = 0;
        while (!ranges.isEmpty()) {
            long[] range = ranges.pop();
            long last = readRange(range[0], range[1], each);
            if (last >= range[1]) {
                continue;
            }
            if (last + 1 == range[1] || ++failures > MOST_FAILURES) {
                lose(last + 1, range[1]);
                continue;
            }
            long middle = last + 1 + (range[1] - last - 1) / 2;
            ranges.push(new long[] {middle + 1, range[1]});
            ranges.push(new long[] {last + 1, middle});
        }
    }

    long read() {
        return read;
    }

    /** What was lost in words, or nothing. Keys that never existed may be among them. */
    String losses() {
        return lost == 0 ? "" : table + ": up to " + lost + " unreadable between " + lostFrom + " and " + lostTo;
    }

    private long greatest() throws SQLException {
        try {
            return session.number("SELECT max(" + key + ") FROM " + table + " NOT INDEXED");
        } catch (SQLException e) {
            requireDamage(e);
            return BEYOND;
        }
    }

    /** Reads from the start of a range; gives the end of it, or the last key before the damage. */
    private long readRange(long from, long to, Visitor each) throws SQLException, IOException {
        long last = from - 1;
        try {
            PreparedStatement statement = session.statement(select);
            statement.setLong(1, from);
            statement.setLong(2, to);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    last = visit(result, each);
                }
            }
            return to;
        } catch (SQLException e) {
            requireDamage(e);
            return last;
        }
    }

    private long visit(ResultSet result, Visitor each) throws SQLException, IOException {
        long at = result.getLong(1);
        if (each.take(result)) {
            read++;
        }
        return at;
    }

    private void lose(long from, long to) {
        lost += to - from + 1;
        lostFrom = lostFrom < 0 ? from : lostFrom;
        lostTo = to;
    }

    private void requireDamage(SQLException e) throws SQLException {
        session.forgetStatements(e);
        if (!Failures.isDamage(e)) {
            throw e;
        }
    }

    /** Takes the row that a result stands on; says whether it counts. */
    interface Visitor {
        boolean take(ResultSet result) throws SQLException, IOException;
    }
}
