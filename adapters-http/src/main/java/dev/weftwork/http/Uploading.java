package dev.weftwork.http;

import dev.weftwork.graph.AssetHash;
import dev.weftwork.spi.RemoteAssets;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteFailure.Kind;
import dev.weftwork.spi.RemoteReply;
import dev.weftwork.spi.RemoteTime;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One binary on its way to the server: begun, appended to, and after each cut gone on with where the server stands. */
final class Uploading {
    private static final long MOST_AT_ONCE = 64L << 20;
    private static final int NO_SUCH_UPLOADS = 3;
    private static final RemoteFailure ELSEWHERE = new RemoteFailure(
            Kind.BAD_REQUEST, "bad-answer", "The server says that the upload is in another place than its own");
    private static final RemoteFailure STUCK = new RemoteFailure(
            Kind.UNAVAILABLE, "bad-answer", "The server says that it took what came, and stands where it stood");

    private final Transport transport;
    private final AssetHash hash;
    private final long size;
    private final RemoteAssets.Source source;
    private final LongConsumer progress;
    private final Pause pause;
    private volatile boolean over;
    private volatile @Nullable CompletableFuture<?> current;
    private URI place;
    private final AtomicLong sent = new AtomicLong();
    private long reached;
    private int lost;

    Uploading(Transport transport, AssetHash hash, long size, RemoteAssets.Source source, LongConsumer progress) {
        this.transport = transport;
        this.hash = hash;
        this.size = size;
        this.source = source;
        this.progress = progress;
        this.pause = new Pause(transport);
        this.place = transport.uri("/uploads");
    }

    CompletableFuture<RemoteReply<Long>> begin() {
        place = transport.uri("/uploads");
        HttpRequest.Builder request = HttpRequest.newBuilder(place)
                .header("Upload-Draft-Interop-Version", "8")
                .header("Upload-Complete", "?0")
                .header("Upload-Length", Long.toString(size))
                .header("Repr-Digest", digest())
                .POST(BodyPublishers.noBody());
        return exchange(watch -> Transport.Outgoing.of(request)).thenCompose(reply -> {
            if (reply instanceof RemoteReply.Ok<HttpHeaders> ok) {
                HttpHeaders headers = ok.value();
                URI next = within(headers.firstValue("Location").orElse(""));
                if (next == null) {
                    return CompletableFuture.completedFuture(new RemoteReply.Failed<>(ELSEWHERE));
                }
                place = next;
                return isComplete(headers) ? done() : append(offset(headers));
            }
            return failed(((RemoteReply.Failed<HttpHeaders>) reply).failure(), this::begin);
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

    private CompletableFuture<RemoteReply<HttpHeaders>> exchange(Function<Watch, Transport.Outgoing> request) {
        CompletableFuture<RemoteReply<HttpHeaders>> answer = transport.exchange(request);
        current = answer;
        if (over) {
            answer.cancel(true);
        }
        return answer;
    }

    private CompletableFuture<RemoteReply<Long>> append(long offset) {
        if (offset > reached) {
            reached = offset;
            pause.movedOn();
        }
        progress.accept(offset);
        long count = Math.min(MOST_AT_ONCE, size - offset);
        boolean last = offset + count == size;
        return exchange(watch -> {
                    SourceBody body = new SourceBody(source, offset, count, (read, at) -> {
                        watch.moved();
                        sent.addAndGet(read);
                        progress.accept(at);
                    });
                    return Transport.Outgoing.of(request(offset, last, body), body);
                })
                .thenCompose(reply -> appended(reply, offset, last));
    }

    private HttpRequest.Builder request(long offset, boolean last, SourceBody body) {
        return HttpRequest.newBuilder(place)
                .header("Upload-Draft-Interop-Version", "8")
                .header("Content-Type", "application/partial-upload")
                .header("Upload-Offset", Long.toString(offset))
                .header("Upload-Complete", last ? "?1" : "?0")
                .method("PATCH", body.publisher());
    }

    private CompletableFuture<RemoteReply<Long>> appended(RemoteReply<HttpHeaders> reply, long before, boolean last) {
        if (reply instanceof RemoteReply.Ok<HttpHeaders> ok) {
            long now = offset(ok.value());
            return last && isComplete(ok.value()) ? done() : now > before ? append(now) : failed(STUCK, this::ask);
        }
        RemoteFailure failure = ((RemoteReply.Failed<HttpHeaders>) reply).failure();
        // 409: the server stands elsewhere, and says so when it is asked
        return failed(failure.code().equals("upload-offset") ? lostPlace(failure) : failure, this::ask);
    }

    private CompletableFuture<RemoteReply<Long>> ask() {
        HttpRequest.Builder request = HttpRequest.newBuilder(place).method("HEAD", BodyPublishers.noBody());
        return exchange(watch -> Transport.Outgoing.of(request)).thenCompose(reply -> {
            if (reply instanceof RemoteReply.Ok<HttpHeaders> ok) {
                return append(offset(ok.value()));
            }
            return failed(((RemoteReply.Failed<HttpHeaders>) reply).failure(), this::ask);
        });
    }

    /** Ends it, or tries again; an upload that is gone has ended well or was forgotten, and both shows when it begins. */
    private CompletableFuture<RemoteReply<Long>> failed(
            RemoteFailure failure, Supplier<CompletableFuture<RemoteReply<Long>>> next) {
        if (over) {
            return CompletableFuture.completedFuture(new RemoteReply.Failed<>(failure));
        }
        boolean gone = place.getPath().contains("/uploads/") && failure.kind() == Kind.UNSUPPORTED;
        if (gone && lost < NO_SUCH_UPLOADS) {
            lost++;
            return begin();
        }
        return pause.worthwhile(failure)
                ? pause.then(failure, next)
                : CompletableFuture.completedFuture(new RemoteReply.Failed<>(failure));
    }

    /** Where a server says that an upload is, or null if that is no place of its own: the token goes there. */
    private @Nullable URI within(String location) {
        try {
            URI next = place.resolve(location);
            boolean own = place.getScheme().equalsIgnoreCase(next.getScheme())
                    && place.getAuthority().equalsIgnoreCase(next.getAuthority());
            return own ? next : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static RemoteFailure lostPlace(RemoteFailure failure) {
        return new RemoteFailure(Kind.UNAVAILABLE, failure.code(), failure.message());
    }

    private CompletableFuture<RemoteReply<Long>> done() {
        progress.accept(size);
        return CompletableFuture.completedFuture(new RemoteReply.Ok<>(sent.get(), new RemoteTime(0, 0)));
    }

    private long offset(HttpHeaders headers) {
        long offset = headers.firstValueAsLong("Upload-Offset").orElse(0);
        return Math.max(0, Math.min(size, offset));
    }

    private static boolean isComplete(HttpHeaders headers) {
        return headers.firstValue("Upload-Complete").orElse("?0").equals("?1");
    }

    private String digest() {
        return "sha-256=:" + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hash.hex())) + ":";
    }
}
