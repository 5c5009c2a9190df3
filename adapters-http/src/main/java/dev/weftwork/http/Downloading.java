package dev.weftwork.http;

import dev.weftwork.graph.AssetHash;
import dev.weftwork.spi.RemoteAssets;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteReply;
import dev.weftwork.spi.RemoteTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** One binary on its way here: after each cut the rest is asked for, from where the sink stands. */
final class Downloading {
    private static final int OK = 200;
    private static final int PARTIAL = 206;

    private final Transport transport;
    private final AssetHash hash;
    private final long from;
    private final RemoteAssets.Sink sink;
    private final LongConsumer progress;
    private final Pause pause;
    private volatile boolean over;
    private volatile @Nullable CompletableFuture<?> current;
    private final AtomicLong taken = new AtomicLong();
    private long reached = -1;

    Downloading(Transport transport, AssetHash hash, long from, RemoteAssets.Sink sink, LongConsumer progress) {
        this.transport = transport;
        this.hash = hash;
        this.from = from;
        this.sink = sink;
        this.progress = progress;
        this.pause = new Pause(transport);
    }

    CompletableFuture<RemoteReply<Long>> go() {
        long offset = from + taken.get();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(transport.uri("/blobs/" + hash.hex())).GET();
        if (offset > 0) {
            request.header("Range", "bytes=" + offset + "-");
        }
        Attempt attempt = new Attempt(offset);
        CompletableFuture<RemoteReply<HttpHeaders>> answer = transport.download(
                watch -> Transport.Outgoing.of(request, attempt.handler(watch), attempt::cut, attempt::close));
        current = answer;
        if (over) {
            answer.cancel(true);
        }
        return answer.thenCompose(reply -> {
            if (reply instanceof RemoteReply.Ok<HttpHeaders> ok) {
                ContentRange came = ContentRange.of(ok.value());
                if (came != null && came.isShort() && taken.get() > reached) {
                    reached = taken.get();
                    return go();
                }
                return CompletableFuture.completedFuture(new RemoteReply.Ok<>(taken.get(), new RemoteTime(0, 0)));
            }
            RemoteFailure failure = ((RemoteReply.Failed<HttpHeaders>) reply).failure();
            if (taken.get() > reached) {
                reached = taken.get();
                pause.movedOn();
            }
            return !over && pause.worthwhile(failure)
                    ? pause.then(failure, this::go)
                    : CompletableFuture.completedFuture(new RemoteReply.Failed<>(failure));
        });
    }

    /** Gives it up. */
    void stop() {
        over = true;
        CompletableFuture<?> running = current;
        if (running != null) {
            running.cancel(true);
        }
    }

    private void took(long count, Watch watch) {
        watch.moved();
        progress.accept(from + taken.addAndGet(count));
    }

    /** One request and its answer. Another may be on its way before this one is closed, so they share nothing. */
    private final class Attempt {
        private final long offset;
        private @Nullable SinkBody body;
        private boolean closed;

        Attempt(long offset) {
            this.offset = offset;
        }

        /** Who answers with all of it, when the rest was asked for, sends again what the sink has. */
        BodyHandler<byte[]> handler(Watch watch) {
            return info -> switch (info.statusCode()) {
                case OK -> opened(new SinkBody(sink, offset, count -> took(count, watch), transport.work()));
                case PARTIAL -> partial(ContentRange.of(info.headers()), watch);
                default -> new LimitedBytes();
            };
        }

        /** What begins before the stretch that was asked for is passed over; what begins behind it is of no use. */
        private HttpResponse.BodySubscriber<byte[]> partial(@Nullable ContentRange range, Watch watch) {
            if (range != null && range.from() > offset) {
                return BodySubscribers.mapping(new LimitedBytes(), bytes -> {
                    throw new UncheckedIOException(
                            new IOException("The server sent what begins at " + range.from() + ", not at " + offset));
                });
            }
            long skip = range == null ? 0 : offset - range.from();
            return opened(new SinkBody(sink, skip, count -> took(count, watch), transport.work()));
        }

        private synchronized SinkBody opened(SinkBody made) {
            if (closed) {
                made.close();
            }
            body = made;
            return made;
        }

        private synchronized @Nullable SinkBody body() {
            return body;
        }

        CompletionStage<Throwable> cut(Throwable reason) {
            SinkBody open = body();
            return open == null ? CompletableFuture.completedFuture(reason) : open.cut(reason);
        }

        /** When this returns, the sink is called no more for this one. */
        void close() {
            synchronized (this) {
                closed = true;
            }
            SinkBody open = body();
            if (open != null) {
                open.close();
            }
        }
    }
}
