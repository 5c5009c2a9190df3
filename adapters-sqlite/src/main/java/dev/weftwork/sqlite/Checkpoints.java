package dev.weftwork.sqlite;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Decides when the write-ahead log is copied into the database: by the amount written, so that most commits pay nothing,
 * and without waiting for readers. SQLite's own trigger is off.
 *
 * <p>The bulk is copied beside the writer. SQLite begins the log anew only when nothing in it is left to copy, so once
 * little is left, the writer copies that itself between two commits. Guarded by the writer's lock.
 */
final class Checkpoints {
    private static final long PASSIVE_BYTES = 16L << 20;
    /** What the writer copies itself. */
    private static final long REST_BYTES = 2L << 20;

    private static final long TRUNCATE_BYTES = 64L << 20;
    private static final int PAGE = 4096;

    private final Session session;
    private final SideCheckpoint side;
    /** Bytes in the log that nobody has been asked to copy. */
    private long fresh;
    /** Bytes in the log. */
    private long written;

    private @Nullable CompletableFuture<Boolean> running;

    Checkpoints(Session session, SideCheckpoint side) {
        this.session = session;
        this.side = side;
    }

    /** Notes a commit. */
    void committed(long characters) {
        fresh += characters + PAGE;
        written += characters + PAGE;
        if (running == null) {
            if (fresh >= PASSIVE_BYTES) {
                begin();
            }
        } else if (running.isDone() || written > TRUNCATE_BYTES) {
            goOn(running.join());
        }
    }

    private void begin() {
        fresh = 0;
        running = side.begin();
    }

    private void goOn(boolean copied) {
        running = null;
        if (copied && fresh > REST_BYTES && written <= TRUNCATE_BYTES) {
            begin();
        } else {
            copyRest();
        }
    }

    /**
     * A checkpoint that fails here hurts nobody, as the commits are safe in the log: it is due again at the next commit,
     * and {@link #truncate} reports what stands in its way.
     */
    private void copyRest() {
        try {
            if (SideCheckpoint.copy(session) * PAGE > TRUNCATE_BYTES) {
                session.truncateLog();
            }
            fresh = 0;
            written = 0;
        } catch (SQLException e) {
            session.forgetStatements(e);
            fresh = PASSIVE_BYTES;
        }
    }

    /** Empties the log file, if nobody reads; otherwise that happens another time. Gives whether it did. */
    boolean truncate() throws SQLException {
        rest();
        SideCheckpoint.copy(session);
        boolean done = session.truncateLog();
        if (done) {
            fresh = 0;
            written = 0;
        }
        return done;
    }

    /** Waits until nothing is copied beside the writer. */
    private void rest() {
        if (running != null) {
            running.join();
            running = null;
        }
    }

    void close() {
        rest();
        side.close();
    }
}
