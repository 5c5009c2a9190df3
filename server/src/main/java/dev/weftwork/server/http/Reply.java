package dev.weftwork.server.http;

import dev.weftwork.wire.Problem;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a route answers; two are never compared.
 *
 * @param body the body, if there is no stream
 * @param stream gives the body piece by piece, or null
 */
@SuppressWarnings("ArrayRecordComponent")
record Reply(
        int status,
        String type,
        byte[] body,
        Map<String, String> headers,
        @Nullable InputStream stream) {
    static final String JSON = "application/json";

    static final Reply NOTHING = new Reply(204, "", new byte[0], Map.of("Cache-Control", "no-store"));

    Reply(int status, String type, byte[] body, Map<String, String> headers) {
        this(status, type, body, headers, null);
    }

    static Reply json(String body) {
        return new Reply(200, JSON, body.getBytes(StandardCharsets.UTF_8), Map.of("Cache-Control", "no-store"));
    }

    static Reply text(int status, String body) {
        return new Reply(status, "text/plain; charset=utf-8", body.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    Reply with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new Reply(status, type, body, all, stream);
    }

    static Reply of(Problem problem, @Nullable Duration retryAfter) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Cache-Control", "no-store");
        if (retryAfter != null) {
            headers.put("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())));
        }
        if (problem.status() == 401) {
            headers.put("WWW-Authenticate", "Bearer");
        }
        byte[] body = problem.text().getBytes(StandardCharsets.UTF_8);
        return new Reply(problem.status(), "application/problem+json", body, headers);
    }

    Reply withBody(String text) {
        return new Reply(status, type, text.getBytes(StandardCharsets.UTF_8), headers);
    }

    Reply withHeader(String name, String value) {
        return with(Map.of(name, value));
    }

    Reply withStatus(int other) {
        return new Reply(other, type, body, headers);
    }
}
