package dev.weftwork.sqlite;

import dev.weftwork.spi.Row;
import dev.weftwork.spi.WriteTransaction;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A transaction that writes. Rows are kept back until there are many, or somebody looks. */
final class SqliteWrite extends SqliteRead implements WriteTransaction {
    private static final String APPEND = "INSERT INTO oplog(body) VALUES (?)";

    private final RowBatches batches;
    private long written;

    SqliteWrite(Session session, Path file, RowBatches batches) {
        super(session, file);
        this.batches = batches;
    }

    @Override
    public long append(String body) throws IOException {
        return call(() -> {
            PreparedStatement append = session().statement(APPEND);
            append.setString(1, Texts.wellFormed(body));
            append.executeUpdate();
            append.clearParameters();
            written += body.length();
            return LogTable.head(session());
        });
    }

    @Override
    public void prune(long upTo) throws IOException {
        run(() -> LogTable.prune(session(), upTo));
    }

    @Override
    public void put(Row row) throws IOException {
        run(() -> {
            Texts.wellFormed(row);
            written += row.json().length() + row.stamps().length();
            batches.add(row);
        });
    }

    @Override
    public void remove(String kind, String workflowId, String id) throws IOException {
        run(() -> {
            RowTable table = RowTable.of(kind, workflowId, id);
            batches.flush(table);
            PreparedStatement remove = session().statement(table.removeSql());
            int at = 0;
            for (String key : table.keys()) {
                remove.setString(++at, Texts.wellFormed(RowTable.key(key, kind, workflowId, id)));
            }
            remove.executeUpdate();
        });
    }

    @Override
    public void setting(String name, @Nullable String value) throws IOException {
        run(() -> SettingTable.set(session(), name, value));
    }

    @Override
    void beforeRowsAreRead() throws SQLException {
        batches.flush();
    }

    void finish() throws IOException {
        throwIfFailed();
        run(this::beforeRowsAreRead);
    }

    /** Roughly how many characters went in. */
    long written() {
        return written;
    }
}
