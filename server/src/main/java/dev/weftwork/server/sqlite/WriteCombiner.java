package dev.weftwork.server.sqlite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes. What is handed over while a transaction commits goes into the next one together, so that
 * many callers share one flush of the disk.
 */
final class WriteCombiner implements AutoCloseable {
    private static final int MOST = 64;

    private final BlockingQueue<Task<?>> queue = new LinkedBlockingQueue<>();
    private final Sql sql;
    private final List<OpenedFile> files;
    private final Runnable onRollback;
    private final Thread thread;
    private boolean closed;

    /** What is done within a transaction. */
    @FunctionalInterface
    interface Writing<T> {
        T run(Sql sql) throws IOException;
    }

    /**
     * Starts.
     *
     * @param files what a commit is worth nothing without
     * @param onRollback is told, on the thread that writes, when nothing of a transaction holds
     */
    WriteCombiner(Sql sql, List<OpenedFile> files, Runnable onRollback) {
        this.sql = sql;
        this.files = files;
        this.onRollback = onRollback;
        thread = new Thread(this::run, "weftwork-server-writer");
        thread.start();
    }

    <T> CompletableFuture<T> write(Writing<T> work) {
        Task<T> task = new Task<>(work);
        synchronized (this) {
            if (closed) {
                return CompletableFuture.failedFuture(new IOException("The storage was closed"));
            }
            queue.add(task);
        }
        return task.future;
    }

    private void run() {
        boolean goOn = true;
        while (goOn) {
            List<Task<?>> batch = take();
            goOn = batch.stream().noneMatch(task -> task.last);
            batch.removeIf(task -> task.last);
            commit(batch);
        }
    }

    private List<Task<?>> take() {
        List<Task<?>> batch = new ArrayList<>();
        try {
            batch.add(queue.take());
            queue.drainTo(batch, MOST - 1);
        } catch (InterruptedException e) {
            // nobody has a reason to; the thread ends when it is told to close
            batch.clear();
        }
        return batch;
    }

    private void commit(List<Task<?>> batch) {
        if (batch.isEmpty()) {
            return;
        }
        Throwable failure = tryCommit(batch);
        if (failure == null) {
            batch.forEach(Task::complete);
        } else if (batch.size() == 1) {
            batch.get(0).fail(failure);
        } else {
            // one of them is at fault; alone, each gets what it deserves
            batch.forEach(task -> commit(List.of(task)));
        }
    }

    private @Nullable Throwable tryCommit(List<Task<?>> batch) {
        try {
            requireFiles();
            sql.execute("BEGIN IMMEDIATE");
        } catch (UncheckedIOException e) {
            return e.getCause();
        } catch (IOException e) {
            return e;
        }
        try {
            for (Task<?> task : batch) {
                task.run(sql);
            }
            sql.execute("COMMIT");
            requireFiles();
            return null;
        } catch (UncheckedIOException e) {
            rollBack();
            return e.getCause();
        } catch (IOException | RuntimeException | Error e) {
            rollBack();
            return e;
        }
    }

    private void requireFiles() throws IOException {
        for (OpenedFile file : files) {
            file.requireInPlace();
        }
    }

    private void rollBack() {
        onRollback.run();
        try {
            sql.execute("ROLLBACK");
        } catch (UncheckedIOException e) {
            // the failure that led here may have rolled back already
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            queue.add(Task.end());
        }
        awaitEnd();
        sql.close();
    }

    /** Be it that the caller is interrupted: what was handed over is being written. */
    private void awaitEnd() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** One caller's work and what became of it. */
    private static final class Task<T> {
        private final Writing<T> work;
        private final boolean last;
        private final CompletableFuture<T> future = new CompletableFuture<>();
        private @Nullable T result;

        Task(Writing<T> work) {
            this(work, false);
        }

        private Task(Writing<T> work, boolean last) {
            this.work = work;
            this.last = last;
        }

        static Task<Boolean> end() {
            return new Task<>(sql -> true, true);
        }

        void run(Sql sql) throws IOException {
            result = work.run(sql);
        }

        void complete() {
            future.complete(result);
        }

        void fail(Throwable failure) {
            future.completeExceptionally(failure);
        }
    }
}
