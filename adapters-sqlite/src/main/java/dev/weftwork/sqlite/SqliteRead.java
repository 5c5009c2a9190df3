package dev.weftwork.sqlite;

import dev.weftwork.spi.ReadTransaction;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A transaction that reads. After its callback has returned, or a statement has failed, it does nothing more. */
class SqliteRead implements ReadTransaction {
    private static final List<RowScan> BY_WORKFLOW =
            Arrays.stream(RowTable.values()).map(RowScan::byWorkflow).toList();
    private static final Map<RowTable, RowScan> BY_KIND =
            Arrays.stream(RowTable.values()).collect(Collectors.toUnmodifiableMap(table -> table, RowScan::byKind));

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
        String workflow = Texts.wellFormed(workflowId);
        run(() -> {
            beforeRowsAreRead();
            for (RowScan scan : BY_WORKFLOW) {
                scan.run(session, workflow, each);
            }
        });
    }

    @Override
    public final void rowsOfKind(String kind, RowVisitor each) throws IOException {
        run(() -> {
            beforeRowsAreRead();
            RowTable table = RowTable.of(Texts.wellFormed(kind), "", "");
            scanKind(table, kind, each);
            if (table == RowTable.WORKFLOWS) {
                scanKind(RowTable.ITEMS, kind, each);
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

    private void scanKind(RowTable table, String kind, RowVisitor each) throws SQLException, IOException {
        if (table == RowTable.WORKFLOWS) {
            WorkflowScan.run(session, each);
        } else {
            Objects.requireNonNull(BY_KIND.get(table)).run(session, kind, each);
        }
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
