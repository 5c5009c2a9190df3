package dev.weftwork.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/** The parameters of an address. */
final class Query {
    private final StringBuilder text = new StringBuilder();

    Query add(String name, String value) {
        text.append(text.isEmpty() ? '?' : '&').append(name).append('=').append(encode(value));
        return this;
    }

    Query addAll(String name, Collection<String> values) {
        values.forEach(value -> add(name, value));
        return this;
    }

    /** Also good for a segment of a path, since a space is written as %20 and a tilde as itself. */
    static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%7E", "~");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
