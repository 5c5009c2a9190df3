package dev.weftwork.server;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** A client that knows nothing of the protocol. */
final class Http {
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI root;
    private final String token;
    private final Map<String, String> fields;

    Http(URI root, String token) {
        this(root, token, Map.of());
    }

    private Http(URI root, String token, Map<String, String> fields) {
        this.root = root;
        this.token = token;
        this.fields = fields;
    }

    /** A client that says something with each request. */
    Http with(String field, String value) {
        Map<String, String> more = new HashMap<>(fields);
        more.put(field, value);
        return new Http(root, token, more);
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(root.resolve(path)).timeout(Duration.ofMinutes(3));
        fields.forEach(builder::header);
        return token.isEmpty() ? builder : builder.header("Authorization", "Bearer " + token);
    }

    HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    HttpResponse<String> post(String path, String body) {
        return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> post(String path, byte[] body, String encoding) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .header("Content-Encoding", encoding)
                .POST(BodyPublishers.ofByteArray(body)));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        return later(request).join();
    }

    CompletableFuture<HttpResponse<String>> later(HttpRequest.Builder request) {
        return later(request, BodyHandlers.ofString());
    }

    <T> CompletableFuture<HttpResponse<T>> later(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
        return client.sendAsync(request.build(), body);
    }

    /** Sends a body and does not wait. */
    Sent start(String path, String body) {
        return new Sent(
                later(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body))));
    }

    /** A request of which nobody knows what became. */
    record Sent(CompletableFuture<HttpResponse<String>> answer) {
        void forget() {
            answer.handle((response, failure) -> true).join();
        }
    }

    static String gunzip(byte[] packed) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
