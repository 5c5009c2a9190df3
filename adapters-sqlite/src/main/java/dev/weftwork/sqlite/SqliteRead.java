package dev.weftwork.sqlite;

import dev.weftwork.spi.ReadTransaction;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A transaction that reads. After its callback has returned, or a statement has failed, it does nothing more. */
class SqliteRead implements ReadTransaction {
    private static final RowScan[] BY_WORKFLOW = scans(true);
    private static final RowScan[] BY_KIND = scans(false);

    private final Session session;
    private final Path file;
    private boolean ended;
    private @Nullable Exception failure;

    SqliteRead(Session session, Path file) {
        this.session = session;
        this.file = file;
    }

    @Override
    public final long head() throws IOException {
        return call(() -> LogTable.head(session));
    }

    @Override
    public final long floor() throws IOException {
        return call(() -> LogTable.floor(session));
    }

    @Override
    public final void log(long after, EntryVisitor each) throws IOException {
        run(() -> LogTable.read(session, after, each));
    }

    @Override
    public final void rows(String workflowId, RowVisitor each) throws IOException {
        run(() -> {
            beforeRowsAreRead();
            for (RowScan scan : BY_WORKFLOW) {
                scan.run(session, workflowId, each);
            }
        });
    }

    @Override
    public final void rowsOfKind(String kind, RowVisitor each) throws IOException {
        run(() -> {
            beforeRowsAreRead();
            RowTable table = RowTable.of(kind, "", "");
            BY_KIND[table.ordinal()].run(session, kind, each);
            if (table == RowTable.WORKFLOWS) {
                BY_KIND[RowTable.ITEMS.ordinal()].run(session, kind, each);
            }
        });
    }

    @Override
    public final @Nullable String setting(String name) throws IOException {
        check();
        try {
            return SettingTable.get(session, name);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    @Override
    public final void settings(String prefix, SettingVisitor each) throws IOException {
        run(() -> SettingTable.scan(session, prefix, each));
    }

    /** For a writer, which keeps rows back for a while. */
    void beforeRowsAreRead() throws SQLException {}

    final Session session() {
        return session;
    }

    final void end() {
        ended = true;
    }

    /** A failed statement may have rolled the transaction back; what came after would be committed by itself. */
    final void throwIfFailed() throws IOException {
        if (failure instanceof IOException later) {
            throw later;
        }
        if (failure instanceof RuntimeException permanent) {
            throw permanent;
        }
    }

    final void run(Step step) throws IOException {
        check();
        try {
            step.run();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    final long call(Question question) throws IOException {
        check();
        try {
            return question.ask();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private void check() throws IOException {
        if (ended) {
            throw new IllegalStateException("The transaction ended when its callback returned");
        }
        throwIfFailed();
    }

    private IOException failed(SQLException e) {
        try {
            IOException later = session.failed(e, file);
            failure = later;
            return later;
        } catch (RuntimeException permanent) {
            failure = permanent;
            throw permanent;
        }
    }

    private static RowScan[] scans(boolean byWorkflow) {
        RowTable[] tables = RowTable.values();
        RowScan[] scans = new RowScan[tables.length];
        for (RowTable table : tables) {
            scans[table.ordinal()] = byWorkflow ? RowScan.byWorkflow(table) : RowScan.byKind(table);
        }
        return scans;
    }

    /** Something done on the connection. */
    interface Step {
        void run() throws SQLException, IOException;
    }

    /** Something asked of the connection. */
    interface Question {
        long ask() throws SQLException, IOException;
    }
}
