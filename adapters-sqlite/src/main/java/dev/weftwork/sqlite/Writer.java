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
    private final FileIdentity identity;
    private final Checkpoints checkpoints;
    private final RowBatches batches;
    private final ReentrantLock lock = new ReentrantLock();
    /** What a write survives unless it says otherwise. */
    private final Durability usual;

    private Durability current;
    private boolean closed;

    /** A writer on a connection that is tuned to a durability already. */
    Writer(Session session, SideCheckpoint side, Path file, FileIdentity identity, Durability usual) {
        this.session = session;
        this.file = file;
        this.identity = identity;
        this.usual = usual;
        current = usual;
        checkpoints = new Checkpoints(session, side);
        batches = new RowBatches(session);
    }

    boolean append(long expectedHead, String body) throws IOException {
        enter(usual);
        try {
            PreparedStatement append = session.statement(LogTable.APPEND);
            append.setLong(1, expectedHead);
            append.setString(2, Texts.wellFormed(body));
            boolean appended = append.executeUpdate() == 1;
            if (body.length() > Pack.LONG_TEXT) {
                // Else the statement would hold on to it until the next call.
                append.clearParameters();
            }
            committed(body.length());
            return appended;
        } catch (SQLException e) {
            throw session.failed(e, file);
        } finally {
            lock.unlock();
        }
    }

    <T extends @Nullable Object> T write(WriteWork<T> work) throws IOException {
        return write(work, usual);
    }

    /** A commit that does not wait for the disk; the next one that does waits for this one too. */
    <T extends @Nullable Object> T writeLightly(WriteWork<T> work) throws IOException {
        return write(work, Durability.NORMAL);
    }

    private <T extends @Nullable Object> T write(WriteWork<T> work, Durability durability) throws IOException {
        enter(durability);
        SqliteWrite transaction = new SqliteWrite(session, file, batches);
        try {
            session.beginImmediate();
            T result = inTransaction(transaction, work);
            committed(transaction.written());
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
        enter(usual);
        try {
            session.beginImmediate();
            T result = inTransaction(work);
            committed(bytes);
            return result;
        } catch (SQLException e) {
            throw session.failed(e, file);
        } finally {
            lock.unlock();
        }
    }

    private <T extends @Nullable Object> T inTransaction(Readers.SessionWork<T> work) throws SQLException, IOException {
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

    /**
     * Looks only now: what is told to be durable has to be in a file that somebody can find again. And looks before the
     * lock is let go: whoever waits to close takes the write-ahead log away.
     */
    private void committed(long bytes) {
        checkpoints.committed(bytes);
        identity.require();
    }

    void compact() throws IOException {
        enter(usual);
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
        enter(usual);
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

    /** Takes the lock; what went before may have been of another durability, even if it failed. */
    private void enter(Durability wanted) throws IOException {
        requireOutside();
        lock.lock();
        boolean entered = false;
        try {
            if (closed) {
                throw Failures.closed(file);
            }
            if (current != wanted) {
                session.pragma("synchronous = " + wanted.pragma());
                current = wanted;
            }
            entered = true;
        } catch (SQLException e) {
            throw session.failed(e, file);
        } finally {
            if (!entered) {
                lock.unlock();
            }
        }
    }
}
