package dev.weftwork.sqlite;

import dev.weftwork.spi.StorageAdapter.WriteWork;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The one connection that writes. Any thread may call; they take turns. */
final class Writer {
    /** Given back to the file system at once; more would keep other processes waiting. */
    private static final int PAGES_PER_COMPACTION = 16_384;

    private final Path file;
    private final Session session;
    private final Checkpoints checkpoints;
    private final RowBatches batches;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean closed;

    Writer(Session session, SideCheckpoint side, Path file) {
        this.session = session;
        this.file = file;
        checkpoints = new Checkpoints(session, side);
        batches = new RowBatches(session);
    }

    boolean append(long expectedHead, String body) throws IOException {
        enter();
        try {
            PreparedStatement append = session.statement(LogTable.APPEND);
            append.setLong(1, expectedHead);
            append.setString(2, Texts.wellFormed(body));
            boolean appended = append.executeUpdate() == 1;
            if (body.length() > Pack.LONG_TEXT) {
                // Else the statement would hold on to it until the next call.
                append.clearParameters();
            }
            checkpoints.committed(body.length());
            return appended;
        } catch (SQLException e) {
            throw session.failed(e, file);
        } finally {
            lock.unlock();
        }
    }

    <T extends @Nullable Object> T write(WriteWork<T> work) throws IOException {
        enter();
        SqliteWrite transaction = new SqliteWrite(session, file, batches);
        try {
            session.beginImmediate();
            T result = inTransaction(transaction, work);
            checkpoints.committed(transaction.written());
            return result;
        } catch (SQLException e) {
            throw session.failed(e, file);
        } finally {
            transaction.end();
            batches.forget();
            lock.unlock();
        }
    }

    /** One transaction of statements that know their tables. */
    <T extends @Nullable Object> T change(long bytes, Readers.SessionWork<T> work) throws IOException {
        enter();
        try {
            session.beginImmediate();
            T result = committed(work);
            checkpoints.committed(bytes);
            return result;
        } catch (SQLException e) {
            throw session.failed(e, file);
        } finally {
            lock.unlock();
        }
    }

    private <T extends @Nullable Object> T committed(Readers.SessionWork<T> work) throws SQLException, IOException {
        try {
            T result = work.run(session);
            session.commit();
            return result;
        } catch (Throwable e) {
            session.rollback(e);
            throw e;
        }
    }

    private <T extends @Nullable Object> T inTransaction(SqliteWrite transaction, WriteWork<T> work)
            throws SQLException, IOException {
        try {
            T result = work.run(transaction);
            transaction.finish();
            session.commit();
            return result;
        } catch (Throwable e) {
            session.rollback(e);
            throw e;
        }
    }

    void compact() throws IOException {
        enter();
        try {
            session.run("PRAGMA incremental_vacuum(" + PAGES_PER_COMPACTION + ")");
            checkpoints.truncate();
        } catch (SQLException e) {
            throw session.failed(e, file);
        } finally {
            lock.unlock();
        }
    }

    /** Writes the file anew: a page that was freed, or the gap that a record left in a page, keeps its old bytes else. */
    void scrub() throws IOException {
        enter();
        try {
            session.run("VACUUM");
            if (!checkpoints.truncate()) {
                throw new IOException("another process is reading " + file);
            }
        } catch (SQLException e) {
            throw session.failed(e, file);
        } finally {
            lock.unlock();
        }
    }

    void close() throws SQLException {
        requireOutside();
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                checkpoints.close();
                session.close();
            }
        } finally {
            lock.unlock();
        }
    }

    void requireOutside() {
        if (lock.isHeldByCurrentThread()) {
            throw new IllegalStateException("A callback of write must not call the adapter; use its transaction");
        }
    }

    private void enter() {
        requireOutside();
        lock.lock();
        if (closed) {
            lock.unlock();
            throw Failures.closed(file);
        }
    }
}
