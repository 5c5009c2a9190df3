package dev.weftwork.http;

import dev.weftwork.spi.RemoteAssets;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Hands an answer over to a sink as it comes; the next stretch is asked for when the last was taken. */
final class SinkBody implements BodySubscriber<byte[]> {
    private final RemoteAssets.Sink sink;
    private final LongConsumer taken;
    private final CompletableFuture<byte[]> done = new CompletableFuture<>();
    private long skip;
    private boolean closed;
    private Flow.@Nullable Subscription subscription;

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
     */
    SinkBody(RemoteAssets.Sink sink, long skip, LongConsumer taken) {
        this.sink = sink;
        this.skip = skip;
        this.taken = taken;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return done;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        try {
            for (ByteBuffer buffer : buffers) {
                take(buffer);
            }
        } catch (IOException e) {
            end(new SinkFailed(e));
            return;
        } catch (RuntimeException e) {
            end(new SinkFailed(new IOException("the sink threw " + e.getClass().getSimpleName(), e)));
            return;
        }
        if (subscription != null) {
            subscription.request(1);
        }
    }

    private synchronized void take(ByteBuffer buffer) throws IOException {
        if (closed) {
            throw new IOException("the transfer was given up");
        }
        int skipped = (int) Math.min(skip, buffer.remaining());
        buffer.position(buffer.position() + skipped);
        skip -= skipped;
        int count = buffer.remaining();
        if (count > 0) {
            sink.take(buffer);
        }
        taken.accept(count);
    }

    /** When this returns, the sink is called no more. */
    synchronized void close() {
        closed = true;
    }

    private void end(IOException failure) {
        if (subscription != null) {
            subscription.cancel();
        }
        done.completeExceptionally(failure);
    }

    @Override
    public void onError(Throwable failure) {
        done.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        done.complete(new byte[0]);
    }
}
