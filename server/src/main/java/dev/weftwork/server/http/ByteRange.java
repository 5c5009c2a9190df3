package dev.weftwork.server.http;

import dev.weftwork.wire.Problem;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a binary.
 *
 * @param from its first byte
 * @param length how many
 */
record ByteRange(long from, long length) {
    private static final Pattern ONE = Pattern.compile("bytes\\s*=\\s*(\\d{0,15})-(\\d{0,15})");

    /** What is asked for, or null if all is: several stretches at once count as all. */
    static @Nullable ByteRange of(@Nullable String header, long size) {
        Matcher asked = ONE.matcher(header == null ? "" : header.trim());
        if (!asked.matches() || (asked.group(1).isEmpty() && asked.group(2).isEmpty())) {
            return null;
        }
        long from;
        long to = size - 1;
        if (asked.group(1).isEmpty()) {
            from = Math.max(0, size - Long.parseLong(asked.group(2)));
        } else {
            from = Long.parseLong(asked.group(1));
            to = asked.group(2).isEmpty() ? to : Math.min(to, Long.parseLong(asked.group(2)));
        }
        if (from > to) {
            Problem problem = new Problem(416, "bad-range", "There are " + size + " bytes; the stretch is not in them");
            throw new ProblemException(problem, null, Map.of("Content-Range", "bytes */" + size));
        }
        return new ByteRange(from, to - from + 1);
    }

    String text(long size) {
        return "bytes " + from + "-" + (from + length - 1) + "/" + size;
    }
}
