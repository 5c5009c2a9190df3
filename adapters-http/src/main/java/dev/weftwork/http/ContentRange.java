package dev.weftwork.http;

import java.net.http.HttpHeaders;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which stretch of a binary an answer holds.
 *
 * @param from its first byte
 * @param to its last byte
 * @param size how long the whole is
 */
record ContentRange(long from, long to, long size) {
    private static final Pattern TEXT = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");

    /** What an answer says, or null if it says nothing that can be read. */
    static @Nullable ContentRange of(HttpHeaders headers) {
        Matcher said = TEXT.matcher(headers.firstValue("Content-Range").orElse(""));
        return said.matches()
                ? new ContentRange(
                        Long.parseLong(said.group(1)), Long.parseLong(said.group(2)), Long.parseLong(said.group(3)))
                : null;
    }

    /** Whether there is more behind it. */
    boolean isShort() {
        return to < size - 1;
    }
}
