package dev.weftwork.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Decides when the write-ahead log is copied into the database: by the amount written, so that most commits pay nothing,
 * and without waiting for readers. SQLite's own trigger is off.
 */
final class Checkpoints {
    private static final long PASSIVE_BYTES = 16L << 20;
    private static final long TRUNCATE_BYTES = 64L << 20;
    private static final int PAGE = 4096;

    private final Session session;
    private long written;

    Checkpoints(Session session) {
        this.session = session;
    }

    /**
     * Notes a commit. A checkpoint that fails here hurts nobody, as the commit is safe in the log: it is due again at the
     * next commit, and {@link #truncate} reports what stands in its way.
     */
    void committed(long characters) {
        written += characters + PAGE;
        if (written < PASSIVE_BYTES) {
            return;
        }
        try {
            if (passive() * PAGE > TRUNCATE_BYTES) {
                session.truncateLog();
            }
            written = 0;
        } catch (SQLException e) {
            session.forgetStatements(e);
            written = PASSIVE_BYTES;
        }
    }

    /** Empties the log file, if nobody reads; otherwise that happens another time. */
    void truncate() throws SQLException {
        passive();
        if (session.truncateLog()) {
            written = 0;
        }
    }

    /** Copies what can be copied; gives the pages in the log. */
    private long passive() throws SQLException {
        try (ResultSet result =
                session.statement("PRAGMA wal_checkpoint(PASSIVE)").executeQuery()) {
            return result.next() ? result.getLong(2) : 0;
        }
    }
}
