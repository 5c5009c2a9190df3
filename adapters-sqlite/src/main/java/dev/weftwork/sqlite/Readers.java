package dev.weftwork.sqlite;

import dev.weftwork.spi.StorageAdapter.ReadWork;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** A few connections that read, opened when first needed. Any thread may call; one too many waits. */
final class Readers {
    private static final int CONNECTIONS = 2;

    private final Path file;
    private final SessionSource source;
    private final Semaphore free = new Semaphore(CONNECTIONS);
    private final Deque<Session> idle = new ArrayDeque<>();
    /** Who is inside a callback; what these call would wait for themselves. */
    private final Set<Thread> inside = ConcurrentHashMap.newKeySet();

    private boolean closed;

    Readers(Path file, SessionSource source) {
        this.file = file;
        this.source = source;
    }

    <T extends @Nullable Object> T read(ReadWork<T> work) throws IOException {
        Thread caller = Thread.currentThread();
        inside.add(caller);
        try {
            return use(session -> read(session, work));
        } finally {
            inside.remove(caller);
        }
    }

    void requireOutside() {
        if (inside.contains(Thread.currentThread())) {
            throw new IllegalStateException("A callback of read must not call the adapter; use its transaction");
        }
    }

    /** Lends a connection. */
    <T extends @Nullable Object> T use(SessionWork<T> work) throws IOException {
        free.acquireUninterruptibly();
        try {
            Session session = take();
            try {
                return work.run(session);
            } catch (SQLException e) {
                throw session.failed(e, file);
            } finally {
                giveBack(session);
            }
        } catch (SQLException e) {
            throw Failures.of(e, file);
        } finally {
            free.release();
        }
    }

    /** Waits for the readers that are under way. */
    void close() throws SQLException {
        free.acquireUninterruptibly(CONNECTIONS);
        try {
            synchronized (idle) {
                closed = true;
                Ending ending = new Ending();
                idle.forEach(session -> ending.take(session::close));
                idle.clear();
                ending.throwIfFailed();
            }
        } finally {
            free.release(CONNECTIONS);
        }
    }

    private <T extends @Nullable Object> T read(Session session, ReadWork<T> work) throws SQLException, IOException {
        SqliteRead transaction = new SqliteRead(session, file);
        try {
            session.begin();
            T result = work.run(transaction);
            transaction.throwIfFailed();
            session.commit();
            return result;
        } catch (Throwable e) {
            session.rollback(e);
            throw e;
        } finally {
            transaction.end();
        }
    }

    private Session take() throws SQLException {
        @Nullable Session session;
        synchronized (idle) {
            if (closed) {
                throw Failures.closed(file);
            }
            session = idle.poll();
        }
        return session == null ? source.open() : session;
    }

    private void giveBack(Session session) {
        synchronized (idle) {
            idle.push(session);
        }
    }

    /** Something done with a connection. */
    @FunctionalInterface
    interface SessionWork<T extends @Nullable Object> {
        T run(Session session) throws SQLException, IOException;
    }

    /** Opens a connection that only reads. */
    @FunctionalInterface
    interface SessionSource {
        Session open() throws SQLException;
    }
}
