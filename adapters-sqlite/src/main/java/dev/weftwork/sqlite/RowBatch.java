package dev.weftwork.sqlite;

import dev.weftwork.spi.Row;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows on their way into one table. Most of the cost of a statement is the call, so many rows share one: measured, that
 * writes a graph in two fifths of the time.
 */
final class RowBatch {
    private static final int MANY = 64;
    private static final int SOME = 8;
    private static final int LONG_TEXTS = 1 << 20;

    private final Session session;
    private final RowTable table;
    private final String putMany;
    private final String putSome;
    private final String putOne;
    private final List<Row> waiting = new ArrayList<>();
    private int length;

    RowBatch(Session session, RowTable table) {
        this.session = session;
        this.table = table;
        putMany = table.putSql(MANY);
        putSome = table.putSql(SOME);
        putOne = table.putSql(1);
    }

    void add(Row row) throws SQLException {
        waiting.add(row);
        length += row.json().length() + row.stamps().length();
        if (waiting.size() == MANY || length > LONG_TEXTS) {
            flush();
        }
    }

    void flush() throws SQLException {
        int next = 0;
        int size = waiting.size();
        boolean long_ = length > LONG_TEXTS;
        while (next < size) {
            int count = size - next >= MANY ? MANY : size - next >= SOME ? SOME : 1;
            PreparedStatement put = session.statement(count == MANY ? putMany : count == SOME ? putSome : putOne);
            put(put, waiting.subList(next, next + count));
            if (long_) {
                // Else the statement would hold on to the texts until it is used again.
                put.clearParameters();
            }
            next += count;
        }
        forget();
    }

    void forget() {
        waiting.clear();
        length = 0;
    }

    private void put(PreparedStatement put, List<Row> rows) throws SQLException {
        int at = 0;
        for (Row row : rows) {
            for (String key : table.keys()) {
                put.setString(++at, RowTable.key(key, row));
            }
            put.setLong(++at, row.version());
            put.setLong(++at, row.updatedAt());
            put.setString(++at, row.json());
            put.setString(++at, row.stamps());
        }
        put.executeUpdate();
    }
}
