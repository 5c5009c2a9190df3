package dev.weftwork.http;

import dev.weftwork.spi.LiveChannel;
import dev.weftwork.spi.LiveListener;
import dev.weftwork.spi.RemoteAssets;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteFailure.Kind;
import dev.weftwork.spi.RemotePlace;
import dev.weftwork.spi.RemoteReply;
import dev.weftwork.spi.RemoteTime;
import dev.weftwork.wire.Gzip;
import dev.weftwork.wire.Problem;
import dev.weftwork.wire.WireFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Sends requests and reads answers; nothing that is to be expected leaves it as an exception. */
final class Transport implements AutoCloseable {
    private static final int WORTH_PACKING = 1_024;
    private static final int NO_CONTENT = 204;
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final RemoteFailure SILENT =
            new RemoteFailure(Kind.UNAVAILABLE, "network", "Nothing moved for as long as a call may take");

    private final String place;
    private final Supplier<String> token;
    private final Duration timeout;
    private final Duration silence;
    private final Threads threads = new Threads();
    private final Clients clients;
    /** What ends the calls that are under way. */
    private final Set<Runnable> calls = ConcurrentHashMap.newKeySet();

    private final Set<LiveConnection> channels = ConcurrentHashMap.newKeySet();
    private volatile Addressee addressee = new Addressee(null, false);
    private volatile boolean closed;

    Transport(
            String place,
            Supplier<String> token,
            Duration timeout,
            Duration silence,
            @Nullable ProxySelector proxy,
            @Nullable SSLContext ssl) {
        this.place = place;
        this.token = token;
        this.timeout = timeout;
        this.silence = silence;
        clients = new Clients(threads.work(), proxy, ssl);
    }

    <T> CompletableFuture<RemoteReply<T>> get(String path, Duration extra, Function<Body, RemoteReply.Ok<T>> reader) {
        Addressee meant = addressee;
        Supplier<HttpRequest.Builder> request = () -> request(path, meant).GET();
        return call(request, timeout.plus(extra), reader, meant);
    }

    /** Asks who is there; a server that does not say so in its other answers says so in this one. */
    <T> CompletableFuture<RemoteReply<T>> greet(Function<Body, RemoteReply.Ok<T>> reader) {
        Addressee meant = new Addressee(addressee.place(), false);
        return call(() -> request("", meant).GET(), timeout, reader, meant);
    }

    /** Says whom later requests are meant for. */
    synchronized void meant(@Nullable RemotePlace place) {
        addressee = new Addressee(place, addressee.named());
    }

    /** Notes whether answers say who gave them. */
    synchronized void named(boolean named) {
        addressee = new Addressee(addressee.place(), named);
    }

    <T> CompletableFuture<RemoteReply<T>> post(
            String path, Supplier<String> body, Function<Body, RemoteReply.Ok<T>> reader) {
        Addressee meant = addressee;
        Supplier<HttpRequest.Builder> request = () -> {
            byte[] plain = body.get().getBytes(StandardCharsets.UTF_8);
            boolean pack = plain.length >= WORTH_PACKING;
            HttpRequest.Builder builder = request(path, meant).header("Content-Type", "application/json");
            if (pack) {
                builder.header("Content-Encoding", "gzip");
            }
            return builder.POST(BodyPublishers.ofByteArray(pack ? Gzip.pack(plain) : plain));
        };
        return call(request, timeout, reader, meant);
    }

    LiveChannel live(String path, LiveListener listener) {
        Addressee meant = addressee;
        LiveConnection channel = new LiveConnection(threads.timer(), silence, meant, listener, channels::remove);
        channels.add(channel);
        if (closed) {
            channel.end(closedFailure());
            return channel;
        }
        Supplier<HttpRequest.Builder> request =
                () -> request(path, meant).header("Accept", "text/event-stream").GET();
        Sending sending = new Sending(clients.usual(), threads, token, channel::body);
        channel.onLeave(sending::cancel);
        CompletableFuture<?> unused = sent(sending, request, timeout, null)
                .whenComplete((response, failure) ->
                        channel.end(response == null ? failureOf(failure) : ended(response, meant)));
        return channel;
    }

    private static RemoteFailure ended(HttpResponse<byte[]> response, Addressee meant) {
        return response.statusCode() == 200
                ? new RemoteFailure(Kind.UNAVAILABLE, "live-ended", "The live channel ended")
                : refusal(response, meant);
    }

    private HttpRequest.Builder request(String path, Addressee meant) {
        return meant.on(HttpRequest.newBuilder(uri(path))).header("Accept-Encoding", "gzip");
    }

    /** Makes and sends a request on a thread that may block, since the token may be long in coming. */
    private CompletableFuture<HttpResponse<byte[]>> sent(
            Sending sending, Supplier<HttpRequest.Builder> request, Duration headers, @Nullable Duration whole) {
        try {
            return CompletableFuture.supplyAsync(request, threads.work())
                    .thenComposeAsync(made -> sending.send(made, headers, whole), threads.work());
        } catch (RejectedExecutionException e) {
            // somebody closed this just now, and has told so to all that was under way
            return CompletableFuture.failedFuture(e);
        }
    }

    private <T> CompletableFuture<RemoteReply<T>> call(
            Supplier<HttpRequest.Builder> request,
            Duration limit,
            Function<Body, RemoteReply.Ok<T>> reader,
            Addressee meant) {
        if (closed) {
            return CompletableFuture.completedFuture(new RemoteReply.Failed<>(closedFailure()));
        }
        Sending sending = new Sending(clients.usual(), threads, token, info -> new LimitedBytes());
        CompletableFuture<RemoteReply<T>> answer = new CompletableFuture<>();
        Runnable end = () -> answer.complete(new RemoteReply.Failed<>(closedFailure()));
        calls.add(end);
        CompletableFuture<?> unused = sent(sending, request, limit, limit.multipliedBy(2))
                .whenComplete((response, failure) ->
                        answer.complete(response == null ? failed(failure) : read(response, reader, meant)));
        unused = answer.whenComplete((reply, failure) -> {
            calls.remove(end);
            sending.cancel();
        });
        if (closed) {
            end.run();
        }
        return answer;
    }

    /** Lets time pass, but not beyond the closing of the remote. */
    CompletableFuture<Boolean> pause(long millis) {
        CompletableFuture<Boolean> over = new CompletableFuture<>();
        Runnable end = () -> over.complete(true);
        calls.add(end);
        CompletableFuture<?> unused = over.whenComplete((done, failure) -> calls.remove(end));
        if (closed) {
            end.run();
            return over;
        }
        try {
            Future<?> scheduled = threads.timer().schedule(end, millis, TimeUnit.MILLISECONDS);
            unused = over.whenComplete((done, failure) -> scheduled.cancel(false));
        } catch (RejectedExecutionException e) {
            end.run();
        }
        return over;
    }

    /** Runs what may block. */
    Executor work() {
        return threads.work();
    }

    URI uri(String path) {
        return URI.create(place + path);
    }

    /**
     * A request whose body, or whose answer, is long under way.
     *
     * @param request what is sent
     * @param handler takes the answer
     * @param source what the body is read from, or null
     * @param cut is told of a call that failed, and says why when it has what came before
     * @param after runs when nothing of it shall go on
     */
    record Outgoing(
            HttpRequest.Builder request,
            HttpResponse.BodyHandler<byte[]> handler,
            @Nullable SourceBody source,
            Function<Throwable, CompletionStage<Throwable>> cut,
            Runnable after) {
        static Outgoing of(
                HttpRequest.Builder request,
                HttpResponse.BodyHandler<byte[]> handler,
                Function<Throwable, CompletionStage<Throwable>> cut,
                Runnable after) {
            return new Outgoing(request, handler, null, cut, after);
        }

        static Outgoing of(HttpRequest.Builder request) {
            return of(request, info -> new LimitedBytes(), CompletableFuture::completedFuture, () -> {});
        }

        static Outgoing of(HttpRequest.Builder request, SourceBody source) {
            return new Outgoing(
                    request, info -> new LimitedBytes(), source, CompletableFuture::completedFuture, source::close);
        }
    }

    /** Sends such a request. It ends when nothing has moved for as long as a call may take. */
    CompletableFuture<RemoteReply<HttpHeaders>> exchange(Function<Watch, Outgoing> make) {
        return exchange(clients.usual(), make);
    }

    /** As {@link #exchange}, for a long answer; its handler runs where nothing may wait. */
    CompletableFuture<RemoteReply<HttpHeaders>> download(Function<Watch, Outgoing> make) {
        return exchange(clients.downloads(), make);
    }

    private CompletableFuture<RemoteReply<HttpHeaders>> exchange(HttpClient client, Function<Watch, Outgoing> make) {
        CompletableFuture<RemoteReply<HttpHeaders>> answer = new CompletableFuture<>();
        Runnable end = () -> answer.complete(new RemoteReply.Failed<>(closedFailure()));
        calls.add(end);
        Watch watch = new Watch(threads, timeout, () -> answer.complete(new RemoteReply.Failed<>(SILENT)));
        Outgoing going = make.apply(watch);
        Addressee meant = addressee;
        Sending sending = new Sending(client, threads, token, going.handler);
        // nobody hears how it ended before nothing of it goes on
        CompletableFuture<RemoteReply<HttpHeaders>> told = new CompletableFuture<>();
        CompletableFuture<?> unused = answer.whenComplete((reply, failure) -> {
            calls.remove(end);
            watch.stop();
            going.after.run();
            sending.cancel();
            told.complete(reply == null ? new RemoteReply.Failed<>(failureOf(failure)) : reply);
        });
        unused = told.whenComplete((reply, failure) -> answer.cancel(true));
        if (closed) {
            end.run();
            return told;
        }
        watch.start();
        unused = sent(sending, () -> meant.on(going.request()), LONGEST, null)
                .thenApply(response -> headers(response, meant))
                .exceptionallyCompose(failure -> going.cut
                        .apply(failure)
                        .thenApply(reason -> new RemoteReply.Failed<>(failureOf(going.source, reason))))
                .thenAccept(answer::complete);
        return told;
    }

    private static RemoteReply<HttpHeaders> headers(HttpResponse<byte[]> response, Addressee meant) {
        RemoteFailure failure =
                response.statusCode() / 100 == 2 ? meant.refusal(response.headers()) : refusal(response, meant);
        return failure == null
                ? new RemoteReply.Ok<>(response.headers(), new RemoteTime(0, 0))
                : new RemoteReply.Failed<>(failure);
    }

    private static RemoteFailure failureOf(@Nullable SourceBody source, @Nullable Throwable failure) {
        IOException unread = source == null ? null : source.failure();
        if (unread != null) {
            String message = "What was to be sent could not be read: " + unread.getMessage();
            return new RemoteFailure(Kind.BAD_REQUEST, RemoteAssets.SOURCE, message);
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SinkBody.SinkFailed) {
                return new RemoteFailure(Kind.BAD_REQUEST, RemoteAssets.SINK, String.valueOf(cause.getMessage()));
            }
        }
        return failureOf(failure);
    }

    private static <T> RemoteReply<T> read(
            HttpResponse<byte[]> response, Function<Body, RemoteReply.Ok<T>> reader, Addressee meant) {
        if (response.statusCode() != 200 && response.statusCode() != NO_CONTENT) {
            return new RemoteReply.Failed<>(refusal(response, meant));
        }
        RemoteFailure elsewhere = meant.refusal(response.headers());
        if (elsewhere != null) {
            return new RemoteReply.Failed<>(elsewhere);
        }
        try {
            return reader.apply(new Body(response.headers(), response.body()));
        } catch (WireFormatException e) {
            String message = "The answer is not of the protocol: " + e.getMessage();
            return new RemoteReply.Failed<>(new RemoteFailure(Kind.UNAVAILABLE, "bad-answer", message));
        } catch (UncheckedIOException e) {
            return new RemoteReply.Failed<>(
                    new RemoteFailure(Kind.UNAVAILABLE, "bad-answer", String.valueOf(e.getMessage())));
        }
    }

    private static RemoteFailure refusal(HttpResponse<byte[]> response, Addressee meant) {
        String text;
        try {
            text = new Body(response.headers(), response.body()).text();
        } catch (UncheckedIOException e) {
            text = "";
        }
        Duration pause = response.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("\\d{1,6}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                .orElse(null);
        RemoteFailure said = Problem.read(response.statusCode(), text).failure(pause);
        return meant.refusal(response.headers(), said);
    }

    private static <T> RemoteReply<T> failed(@Nullable Throwable failure) {
        return new RemoteReply.Failed<>(failureOf(failure));
    }

    private static RemoteFailure failureOf(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof Sending.NoToken none) {
            Kind kind = none.passing ? Kind.UNAVAILABLE : Kind.UNAUTHORIZED;
            return new RemoteFailure(kind, "no-token", String.valueOf(none.getMessage()));
        }
        if (cause instanceof IOException || cause instanceof TimeoutException) {
            String message = cause.getMessage() == null ? "The server did not answer" : cause.getMessage();
            return new RemoteFailure(Kind.UNAVAILABLE, "network", message);
        }
        String what = cause == null ? "no reason" : cause.getClass().getSimpleName();
        return new RemoteFailure(Kind.UNAVAILABLE, "failed", "The call could not be made: " + what);
    }

    private static RemoteFailure closedFailure() {
        return new RemoteFailure(Kind.UNAVAILABLE, "closed", "This remote was closed; make another");
    }

    @Override
    public void close() {
        closed = true;
        calls.forEach(Runnable::run);
        channels.forEach(channel -> channel.end(closedFailure()));
        threads.close();
    }
}
