package dev.weftwork.sqlite;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import org.jspecify.annotations.Nullable;

/**
 * Tells when the operating system saw a write to the write-ahead log, by whichever process, on a daemon thread of its
 * own. Where there is no such service, or no more of it, the thread ends and nobody is told; asking for the head is what
 * counts.
 */
final class FileWatch implements AutoCloseable {
    /** Writes come in bursts, our own among them; one call for all of a pause is soon enough. */
    private static final long PAUSE_MILLIS = 5;

    private final Path log;
    private final Runnable listener;
    private @Nullable WatchService service;
    private boolean closed;

    private FileWatch(Path file, Runnable listener) {
        this.log = DatabaseFiles.log(file);
        this.listener = listener;
    }

    static FileWatch start(Path file, Runnable listener) {
        FileWatch watch = new FileWatch(file, listener);
        Thread thread = new Thread(watch::run, "weftwork-watch");
        thread.setDaemon(true);
        thread.start();
        return watch;
    }

    private void run() {
        try {
            // made here, since it takes longer than opening a file should
            WatchService made = log.getFileSystem().newWatchService();
            if (keep(made)) {
                Place.directory(log).register(made, StandardWatchEventKinds.ENTRY_MODIFY);
                // what was written before is told, too
                listener.run();
                watch(made);
            }
        } catch (IOException | UnsupportedOperationException | ClosedWatchServiceException e) {
            // asking for the head goes on
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch(WatchService made) throws InterruptedException {
        boolean valid = true;
        while (valid) {
            WatchKey key = made.take();
            boolean ours = false;
            for (WatchEvent<?> event : key.pollEvents()) {
                ours |= event.context() == null || event.context().equals(log.getFileName());
            }
            valid = key.reset();
            if (ours) {
                listener.run();
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    private synchronized boolean keep(WatchService made) throws IOException {
        service = made;
        if (closed) {
            made.close();
        }
        return !closed;
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        WatchService made = service;
        if (made != null) {
            made.close();
        }
    }
}
