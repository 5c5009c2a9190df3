package dev.weftwork.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Copies the write-ahead log into the database while the writer goes on, on a connection and a daemon thread of its own:
 * nobody who waits for a commit should wait for megabytes to reach the disk. The thread goes when it has nothing to do.
 */
final class SideCheckpoint {
    private static final long IDLE_SECONDS = 5;
    private static final String PASSIVE = "PRAGMA wal_checkpoint(PASSIVE)";

    private final Readers.SessionSource source;
    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                Thread made = new Thread(task, "weftwork-checkpoint");
                made.setDaemon(true);
                return made;
            });

    SideCheckpoint(Readers.SessionSource source) {
        this.source = source;
        thread.allowCoreThreadTimeOut(true);
    }

    /**
     * Begins a checkpoint. What comes is done when it has ended, well or badly: a failure loses nothing, as all is safe in
     * the log, and the writer's own checkpoint afterwards meets the same obstacle.
     */
    CompletableFuture<Boolean> begin() {
        return CompletableFuture.supplyAsync(this::run, thread).exceptionally(failure -> false);
    }

    private boolean run() {
        try (Session session = source.open()) {
            copy(session);
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    /** Copies what can be copied without waiting for anybody; gives the pages in the log if some had to stay, else 0. */
    static long copy(Session session) throws SQLException {
        try (ResultSet result = session.statement(PASSIVE).executeQuery()) {
            return result.next() && result.getLong(3) < result.getLong(2) ? result.getLong(2) : 0;
        }
    }

    void close() {
        thread.shutdown();
    }
}
