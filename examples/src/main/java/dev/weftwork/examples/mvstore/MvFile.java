package dev.weftwork.examples.mvstore;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.SFChunk;
import org.h2.mvstore.SingleFileStore;

/**
 * The file under an MVStore. Java closes a file for good when a thread that is interrupted uses it, so only a thread that
 * nobody knows touches this one. It may end early, so that tests can run out of space.
 */
final class MvFile extends SingleFileStore {
    private final long mostBytes;
    private final ExecutorService hand = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "mvstore-file");
        made.setDaemon(true);
        return made;
    });

    MvFile(long mostBytes) {
        super(new HashMap<>());
        this.mostBytes = mostBytes;
    }

    @Override
    public ByteBuffer readFully(SFChunk chunk, long position, int length) {
        return byHand(() -> super.readFully(chunk, position, length));
    }

    @Override
    protected void writeFully(SFChunk chunk, long position, ByteBuffer bytes) {
        if (position + bytes.remaining() > mostBytes) {
            throw DataUtils.newMVStoreException(
                    DataUtils.ERROR_WRITING_FAILED, "The small medium ends here", new IOException(Failures.NO_SPACE));
        }
        byHand(() -> {
            super.writeFully(chunk, position, bytes);
            return true;
        });
    }

    @Override
    public void sync() {
        byHand(() -> {
            super.sync();
            return true;
        });
    }

    @Override
    public void truncate(long size) {
        byHand(() -> {
            super.truncate(size);
            return true;
        });
    }

    @Override
    public void close() {
        super.close();
        letGo();
    }

    /** Ends the hand; what could not be opened has nothing to close. */
    void letGo() {
        hand.shutdown();
    }

    /** Waits for the hand whatever interrupts; the interrupt stays with the caller. */
    private <T> T byHand(Supplier<T> work) {
        if (hand.isShutdown()) {
            throw DataUtils.newMVStoreException(DataUtils.ERROR_CLOSED, "The file was closed");
        }
        try {
            return CompletableFuture.supplyAsync(work, hand).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }
}
