package dev.weftwork.server.blob;

import dev.weftwork.server.S3Bucket;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
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
    private static final Duration CONNECT_TIME = Duration.ofSeconds(10);
    private static final Duration WHOLE_TIME = Duration.ofMinutes(2);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

    private final S3Bucket bucket;
    private final SigV4 signer;
    private final Clock clock;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIME)
            .build();

    S3Client(S3Bucket bucket, Clock clock) {
        this.bucket = bucket;
        this.signer = new SigV4(bucket);
        this.clock = clock;
    }

    /**
     * What to ask.
     *
     * @param method the method
     * @param key of which object, or empty for the bucket itself
     * @param query the parameters
     * @param range the stretch of bytes, or null
     * @param body what is sent
     */
    record Ask(
            String method,
            String key,
            Map<String, String> query,
            @Nullable String range,
            Body body) {
        static Ask of(String method, String key) {
            return new Ask(method, key, Map.of(), null, Body.NONE);
        }

        Ask with(Map<String, String> parameters) {
            return new Ask(method, key, parameters, range, body);
        }

        Ask with(Body other) {
            return new Ask(method, key, query, range, other);
        }

        Ask range(long from, long length) {
            return new Ask(method, key, query, "bytes=" + from + "-" + (from + length - 1), body);
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
                HttpResponse<byte[]> answer = once(ask);
                int status = answer.statusCode();
                if (status / 100 == 2 || status == 404) {
                    return answer;
                }
                last = new IOException("The bucket refused " + ask.method + " with " + status + ": " + code(answer));
                if (status < 500 && status != 408 && status != 429) {
                    throw last;
                }
            } catch (IOException e) {
                if (e == last) {
                    throw e;
                }
                last = e;
            }
        }
        throw last;
    }

    private HttpResponse<byte[]> once(Ask ask) throws IOException {
        URI endpoint = bucket.endpoint();
        String root = String.valueOf(endpoint.getRawPath()).replaceAll("/+$", "");
        String path = root + "/" + bucket.name() + (ask.key.isEmpty() ? "" : "/" + ask.key);
        TreeMap<String, String> query = new TreeMap<>(ask.query);
        int port = endpoint.getPort();
        String host = endpoint.getHost() + (port < 0 ? "" : ":" + port);
        String address = endpoint.getScheme() + "://" + host + path + (query.isEmpty() ? "" : "?" + SigV4.query(query));
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address)).method(ask.method, ask.body.publisher);
        SigV4.Signed signed = new SigV4.Signed(ask.method, path, query, Map.of("host", host), ask.body.hash);
        signer.sign(signed, clock.instant()).forEach(request::header);
        if (ask.range != null) {
            request.header("Range", ask.range);
        }
        return await(client.sendAsync(request.build(), BodyHandlers.ofByteArray()));
    }

    private static <T> T await(CompletableFuture<T> answer) throws IOException {
        try {
            return answer.get(WHOLE_TIME.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException("The bucket could not be reached: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException("The bucket did not answer within " + WHOLE_TIME, e);
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
