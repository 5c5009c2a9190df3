package dev.weftwork.sync;

import dev.weftwork.graph.AssetHash;
import dev.weftwork.spi.RemoteAssets;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteReply;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An asset of the server as a stream, for places that keep no parts: it asks for some mebibytes at a time, when they are
 * read. Confined to one thread, which it
 * blocks until {@link #stop} is called on another.
 */
final class FetchedContent extends InputStream {
    private static final int MOST = 4 << 20;

    private final RemoteAssets remote;
    private final AssetHash hash;
    private final LongConsumer progress;
    private final byte[] held = new byte[MOST];
    private int filled;
    private int read;
    private long before;
    private boolean whole;
    private volatile boolean stopped;
    private volatile @Nullable CompletableFuture<?> call;

    /** The server did not give it. */
    static final class Refusal extends IOException {
        private static final long serialVersionUID = 1;

        private final transient RemoteFailure failure;

        Refusal(RemoteFailure failure) {
            super(failure.message());
            this.failure = failure;
        }

        RemoteFailure failure() {
            return failure;
        }
    }

    FetchedContent(RemoteAssets remote, AssetHash hash, LongConsumer progress) {
        this.remote = remote;
        this.hash = hash;
        this.progress = progress;
    }

    /** Gives it up: a read that waits for the server ends. Any thread may call. */
    void stop() {
        stopped = true;
        CompletableFuture<?> running = call;
        if (running != null) {
            running.cancel(true);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (read == filled && !whole) {
            fetch();
        }
        if (read == filled) {
            return -1;
        }
        int count = Math.min(length, filled - read);
        System.arraycopy(held, read, target, offset, count);
        read += count;
        return count;
    }

    /** Takes as much as it can hold, and has no use for the rest yet. */
    private void take(ByteBuffer bytes) throws IOException {
        int count = Math.min(bytes.remaining(), MOST - filled);
        bytes.get(held, filled, count);
        filled += count;
        if (bytes.hasRemaining() || stopped) {
            throw new IOException("More is asked for when this has been read");
        }
    }

    private void fetch() throws IOException {
        before += filled;
        filled = 0;
        read = 0;
        RemoteReply<Long> reply;
        try {
            CompletableFuture<RemoteReply<Long>> asked = remote.download(hash, before, this::take, done -> {});
            call = asked;
            if (stopped) {
                asked.cancel(true);
            }
            reply = asked.join();
        } catch (CompletionException | CancellationException e) {
            reply = new RemoteReply.Failed<>(
                    new RemoteFailure(RemoteFailure.Kind.UNAVAILABLE, "call-failed", String.valueOf(e)));
        }
        progress.accept(before + filled);
        boolean full = filled == MOST && !stopped;
        if (reply instanceof RemoteReply.Failed<Long> failed && !full) {
            throw new Refusal(failed.failure());
        }
        whole = reply instanceof RemoteReply.Ok<Long>;
    }
}
