package dev.weftwork.sqlite;

import dev.weftwork.spi.Row;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** The rows on their way into all tables. */
final class RowBatches {
    private final Map<RowTable, RowBatch> batches = new EnumMap<>(RowTable.class);

    RowBatches(Session session) {
        for (RowTable table : RowTable.values()) {
            batches.put(table, new RowBatch(session, table));
        }
    }

    void add(Row row) throws SQLException {
        batch(RowTable.of(row.kind(), row.workflowId(), row.id())).add(row);
    }

    void flush(RowTable table) throws SQLException {
        batch(table).flush();
    }

    void flush() throws SQLException {
        for (RowBatch batch : batches.values()) {
            batch.flush();
        }
    }

    void forget() {
        for (RowBatch batch : batches.values()) {
            batch.forget();
        }
    }

    private RowBatch batch(RowTable table) {
        return Objects.requireNonNull(batches.get(table));
    }
}
