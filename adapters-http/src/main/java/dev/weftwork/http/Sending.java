package dev.weftwork.http;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One request on its way, which can be called off. A refused token is asked for once more: it may have been renewed. */
final class Sending {
    private static final int UNAUTHORIZED = 401;

    private final HttpClient client;
    private final Threads threads;
    private final Supplier<String> token;
    private final HttpResponse.BodyHandler<byte[]> handler;
    private @Nullable CompletableFuture<?> current;
    private boolean cancelled;

    Sending(HttpClient client, Threads threads, Supplier<String> token, HttpResponse.BodyHandler<byte[]> handler) {
        this.client = client;
        this.threads = threads;
        this.token = token;
        this.handler = handler;
    }

    /** Nobody is signed in, so nothing was sent. */
    static final class NoToken extends IOException {
        private static final long serialVersionUID = 1;

        NoToken() {
            super("There is no token now; nothing was sent. Sign in, then call reconnected()");
        }
    }

    /**
     * Sends it.
     *
     * @param headers how long the headers of the answer may take
     * @param whole how long the whole answer may take, or null for ever: the request's own limit ends with the headers
     */
    CompletableFuture<HttpResponse<byte[]>> send(
            HttpRequest.Builder request, Duration headers, @Nullable Duration whole) {
        return attempt(request, headers, whole)
                .thenCompose(response -> response.statusCode() == UNAUTHORIZED
                        ? attempt(request, headers, whole)
                        : CompletableFuture.completedFuture(response));
    }

    private CompletableFuture<HttpResponse<byte[]>> attempt(
            HttpRequest.Builder request, Duration headers, @Nullable Duration whole) {
        String now = token.get();
        if (now == null || now.isBlank()) {
            return CompletableFuture.failedFuture(new NoToken());
        }
        HttpRequest built = request.copy()
                .timeout(headers)
                .setHeader("Authorization", "Bearer " + now)
                .build();
        synchronized (this) {
            if (cancelled) {
                return CompletableFuture.failedFuture(new CancellationException("Called off"));
            }
            CompletableFuture<HttpResponse<byte[]>> sent = client.sendAsync(built, handler);
            current = sent;
            return whole == null ? sent : threads.limit(sent, whole);
        }
    }

    synchronized void cancel() {
        cancelled = true;
        if (current != null) {
            current.cancel(true);
        }
    }
}
