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

    /** Nobody is signed in, or nobody can tell now, so nothing was sent. */
    static final class NoToken extends IOException {
        private static final long serialVersionUID = 1;
        /** Whether it may be there the next time without anybody doing anything. */
        final boolean passing;

        NoToken(String why, boolean passing) {
            super(why + "; nothing was sent" + (passing ? "" : ". Sign in, then call reconnected()"));
            this.passing = passing;
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
        HttpRequest built;
        try {
            built = authorized(request.copy().timeout(headers), token()).build();
        } catch (NoToken none) {
            return CompletableFuture.failedFuture(none);
        }
        synchronized (this) {
            if (cancelled) {
                return CompletableFuture.failedFuture(new CancellationException("Called off"));
            }
            CompletableFuture<HttpResponse<byte[]>> sent = client.sendAsync(built, handler);
            current = sent;
            return whole == null ? sent : threads.limit(sent, whole);
        }
    }

    private static HttpRequest.Builder authorized(HttpRequest.Builder request, String token) throws NoToken {
        try {
            return request.setHeader("Authorization", "Bearer " + token);
        } catch (IllegalArgumentException e) {
            // its message holds the token
            throw new NoToken("The token holds a character that no header can carry", false);
        }
    }

    private String token() throws NoToken {
        String given;
        try {
            given = token.get();
        } catch (RuntimeException e) {
            // its message is for nobody's log
            throw new NoToken(
                    "The supplier of tokens failed with " + e.getClass().getSimpleName(), true);
        }
        // as a file has it, a line may end behind it
        String now = given == null ? "" : given.strip();
        if (now.isEmpty()) {
            throw new NoToken("There is no token now", false);
        }
        return now;
    }

    /** Takes no lock along: the client has locks of its own. */
    void cancel() {
        CompletableFuture<?> sent;
        synchronized (this) {
            cancelled = true;
            sent = current;
        }
        if (sent != null) {
            sent.cancel(true);
        }
    }
}
