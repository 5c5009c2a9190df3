package dev.weftwork.http;

import dev.weftwork.spi.RemoteAssets;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands an answer over to a sink while more of it comes. The client gives small portions; those that came while the sink was
 * busy go there in one stretch. No more is asked for than a sink may be behind.
 */
final class SinkBody implements BodySubscriber<byte[]> {
    /** How many portions of the client, of 16 KiB each, may wait for the sink. */
    private static final int PORTIONS = 32;

    /** More is asked for by halves: whoever asks for the first while none is wanted wakes the thread that reads. */
    private static final int HALF = PORTIONS / 2;

    private static final int STRETCH = 128 << 10;

    private final RemoteAssets.Sink sink;
    private final LongConsumer taken;
    private final Executor executor;
    private final CompletableFuture<byte[]> done = new CompletableFuture<>();
    private final Deque<List<ByteBuffer>> line = new ArrayDeque<>();
    private final ByteBuffer stretch = ByteBuffer.allocate(STRETCH);
    private long skip;
    /** How many portions were handed over since more was asked for. */
    private int handed;

    private boolean closed;
    /** Somebody hands over, or nobody shall any more; this and the next two are guarded by the line. */
    private boolean busy;

    private boolean ended;
    private @Nullable Throwable failure;
    private volatile Flow.@Nullable Subscription subscription;

    /** A sink that failed. */
    static final class SinkFailed extends IOException {
        private static final long serialVersionUID = 1;

        SinkFailed(IOException cause) {
            super("What came could not be written down: " + cause.getMessage(), cause);
        }
    }

    /**
     * Hands over.
     *
     * @param sink takes the bytes
     * @param skip how many bytes in front the sink has already
     * @param taken is told how many more the sink took
     * @param executor runs the sink, beside the threads that receive
     */
    SinkBody(RemoteAssets.Sink sink, long skip, LongConsumer taken, Executor executor) {
        this.sink = sink;
        this.skip = skip;
        this.taken = taken;
        this.executor = executor;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return done;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(PORTIONS);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        synchronized (line) {
            line.add(buffers);
            if (busy) {
                return;
            }
            busy = true;
        }
        try {
            executor.execute(this::work);
        } catch (RejectedExecutionException e) {
            end(new IOException("the remote was closed", e));
        }
    }

    private void work() {
        try {
            for (List<ByteBuffer> next = next(); next != null; next = next()) {
                for (ByteBuffer buffer : next) {
                    take(buffer);
                }
                if (isLineEmpty()) {
                    pass();
                }
                request();
            }
        } catch (IOException e) {
            end(new SinkFailed(e));
        } catch (RuntimeException | Error e) {
            end(new SinkFailed(new IOException("the sink threw " + e.getClass().getSimpleName(), e)));
        }
    }

    private @Nullable List<ByteBuffer> next() {
        synchronized (line) {
            List<ByteBuffer> next = line.poll();
            if (next != null || !ended) {
                busy = next != null;
                return next;
            }
        }
        complete();
        return null;
    }

    private boolean isLineEmpty() {
        synchronized (line) {
            return line.isEmpty();
        }
    }

    private void request() {
        Flow.Subscription from = subscription;
        handed++;
        if (handed == HALF && from != null) {
            handed = 0;
            from.request(HALF);
        }
    }

    private void take(ByteBuffer buffer) throws IOException {
        int skipped = (int) Math.min(skip, buffer.remaining());
        if (skipped > 0) {
            buffer.position(buffer.position() + skipped);
            skip -= skipped;
            taken.accept(0);
        }
        while (buffer.hasRemaining()) {
            int count = Math.min(buffer.remaining(), stretch.remaining());
            stretch.put(stretch.position(), buffer, buffer.position(), count);
            stretch.position(stretch.position() + count);
            buffer.position(buffer.position() + count);
            if (!stretch.hasRemaining()) {
                pass();
            }
        }
    }

    private synchronized void pass() throws IOException {
        if (closed) {
            throw new IOException("the transfer was given up");
        }
        int count = stretch.position();
        if (count > 0) {
            sink.take(stretch.flip());
            stretch.clear();
            taken.accept(count);
        }
    }

    /** When this returns, the sink is called no more. */
    synchronized void close() {
        closed = true;
    }

    /** Whoever hands over leaves without letting another in. */
    private void end(IOException reason) {
        Flow.Subscription from = subscription;
        if (from != null) {
            from.cancel();
        }
        done.completeExceptionally(reason);
    }

    private void complete() {
        Throwable reason = failure;
        if (reason == null) {
            done.complete(new byte[0]);
        } else {
            done.completeExceptionally(reason);
        }
    }

    /**
     * Nothing more comes. The client says that its call has failed while the sink still has to take what came before; whoever
     * asks for the rest waits for that, or it comes twice.
     *
     * @param reason what the client says
     * @return when the sink has it all, why the call failed: for that reason, or because of the sink
     */
    CompletionStage<Throwable> cut(Throwable reason) {
        ended(reason);
        return done.handle((nothing, said) -> said == null ? reason : said);
    }

    /** What came before a failure is handed over first: it need not come again. */
    private void ended(@Nullable Throwable reason) {
        synchronized (line) {
            if (ended) {
                return;
            }
            ended = true;
            failure = reason;
            if (busy) {
                return;
            }
            busy = true;
        }
        complete();
    }

    @Override
    public void onError(Throwable reason) {
        ended(reason);
    }

    @Override
    public void onComplete() {
        ended(null);
    }
}
