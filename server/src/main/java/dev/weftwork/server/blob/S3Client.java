package dev.weftwork.server.blob;

import dev.weftwork.server.S3Bucket;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Asks a bucket, signed, a few times if it has to be, and never for ever. Thread-safe. */
final class S3Client {
    private static final int TRIES = 4;
    private static final long LEAST_BYTES_A_SECOND = 128 << 10;
    private static final int SUSPICIOUS_PART = 10;
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

    private final S3Bucket bucket;
    private final SigV4 signer;
    private final Clock clock;
    private final HttpClient client;
    private final Duration patience;
    private final Silence silence;

    /**
     * Asks a bucket.
     *
     * @param patience how long an answer may take that has no bytes worth mentioning
     */
    S3Client(S3Bucket bucket, Clock clock, Duration patience) {
        this(bucket, clock, patience, patience.dividedBy(SUSPICIOUS_PART));
    }

    /**
     * The same.
     *
     * @param suspect after how long without a word a short question counts as unanswered, so that one waits on for all
     */
    S3Client(S3Bucket bucket, Clock clock, Duration patience, Duration suspect) {
        this.bucket = bucket;
        this.signer = new SigV4(bucket);
        this.clock = clock;
        this.patience = patience;
        this.silence = new Silence(suspect, System::nanoTime);
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(patience)
                .build();
    }

    /**
     * What to ask.
     *
     * @param method the method
     * @param key of which object, or empty for the bucket itself
     * @param query the parameters
     * @param range the stretch of bytes, or null
     * @param body what is sent
     * @param bytes how many bytes go one way or the other, if they are many
     */
    record Ask(
            String method,
            String key,
            Map<String, String> query,
            @Nullable String range,
            Body body,
            long bytes) {
        static Ask of(String method, String key) {
            return new Ask(method, key, Map.of(), null, Body.NONE, 0);
        }

        Ask with(Map<String, String> parameters) {
            return new Ask(method, key, parameters, range, body, bytes);
        }

        Ask with(Body other) {
            return new Ask(method, key, query, range, other, Math.max(0, other.publisher.contentLength()));
        }

        Ask range(long from, long length) {
            return new Ask(method, key, query, "bytes=" + from + "-" + (from + length - 1), body, length);
        }
    }

    /** Nothing came for as long as it may take. To ask once more would only hold up whoever waits. */
    private static final class Unanswered extends IOException {
        private static final long serialVersionUID = 1;

        Unanswered(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** What is sent, and its SHA-256; can be sent again. */
    record Body(BodyPublisher publisher, String hash) {
        static final Body NONE = new Body(BodyPublishers.noBody(), SigV4.sha256(""));

        static Body of(byte[] bytes) {
            return new Body(
                    BodyPublishers.ofByteArray(bytes),
                    Hashes.text(Hashes.digest().digest(bytes)));
        }
    }

    /** Asks; an answer of 404 is one, every other refusal an exception. */
    HttpResponse<byte[]> ask(Ask ask) throws IOException {
        IOException last = new IOException("The bucket was not asked");
        for (int i = 0; i < TRIES; i++) {
            if (i > 0) {
                LockSupport.parkNanos(FIRST_PAUSE.multipliedBy(1L << i).toNanos());
            }
            try {
                HttpResponse<byte[]> answer = heard(ask);
                int status = answer.statusCode();
                if (status / 100 == 2 || status == 404) {
                    return answer;
                }
                last = new IOException("The bucket refused " + ask.method + " with " + status + ": " + code(answer));
                if (status < 500 && status != 408 && status != 429) {
                    throw last;
                }
            } catch (IOException e) {
                if (e == last || e instanceof Unanswered) {
                    throw e;
                }
                last = e;
            }
        }
        throw last;
    }

    /** What takes its time is no silence, so only short questions count. */
    private HttpResponse<byte[]> heard(Ask ask) throws IOException {
        if (ask.bytes > 0) {
            return once(ask, null);
        }
        Silence.Wait wait = silence.begin();
        try {
            HttpResponse<byte[]> answer = once(ask, wait);
            silence.heard();
            return answer;
        } catch (Unanswered e) {
            silence.inVain();
            throw e;
        } finally {
            silence.end(wait);
        }
    }

    private HttpResponse<byte[]> once(Ask ask, Silence.@Nullable Wait wait) throws IOException {
        URI endpoint = bucket.endpoint();
        String root = String.valueOf(endpoint.getRawPath()).replaceAll("/+$", "");
        String path = root + "/" + bucket.name() + (ask.key.isEmpty() ? "" : "/" + ask.key);
        TreeMap<String, String> query = new TreeMap<>(ask.query);
        String host = host(endpoint);
        String address = endpoint.getScheme() + "://" + host + path + (query.isEmpty() ? "" : "?" + SigV4.query(query));
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address)).method(ask.method, ask.body.publisher);
        SigV4.Signed signed = new SigV4.Signed(ask.method, path, query, Map.of("host", host), ask.body.hash);
        signer.sign(signed, clock.instant()).forEach(request::header);
        if (ask.range != null) {
            request.header("Range", ask.range);
        }
        Duration time = patience.plusSeconds(ask.bytes / LEAST_BYTES_A_SECOND);
        return await(client.sendAsync(request.build(), BodyHandlers.ofByteArray()), time, wait);
    }

    /** The host as it is sent and signed: without a port that goes without saying. */
    static String host(URI endpoint) {
        int usual = "https".equalsIgnoreCase(endpoint.getScheme()) ? HTTPS : HTTP;
        int port = endpoint.getPort();
        return endpoint.getHost() + (port < 0 || port == usual ? "" : ":" + port);
    }

    private <T> T await(CompletableFuture<T> answer, Duration time, Silence.@Nullable Wait wait) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        try {
            while (wait != null && end - System.nanoTime() > silence.suspectNanos()) {
                try {
                    return answer.get(silence.suspectNanos(), TimeUnit.NANOSECONDS);
                } catch (TimeoutException e) {
                    if (silence.isHopeless(wait)) {
                        answer.cancel(true);
                        throw new Unanswered(Silence.HOPELESS, e);
                    }
                }
            }
            return answer.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof HttpConnectTimeoutException) {
                throw new Unanswered("The bucket could not be reached within " + time, e.getCause());
            }
            throw new IOException("The bucket could not be reached: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new Unanswered("The bucket did not answer within " + time, e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for the bucket", e);
        }
    }

    private static String code(HttpResponse<byte[]> answer) {
        return Xml.first("Code", text(answer), "no code");
    }

    static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
