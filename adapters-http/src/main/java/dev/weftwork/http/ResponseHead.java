package dev.weftwork.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Status and fields of an answer. Immutable. */
final class ResponseHead {
    private static final int MAX_LENGTH = 64 << 10;
    private static final int FIRST_FINAL = 200;

    private final int status;
    private final Map<String, String> fields;

    private ResponseHead(int status, Map<String, String> fields) {
        this.status = status;
        this.fields = fields;
    }

    /** Reads the head of the final answer, past any that only announce it. */
    static ResponseHead read(InputStream in) throws IOException {
        int left = MAX_LENGTH;
        while (true) {
            String line = line(in, left);
            left -= line.length();
            if (!line.matches("HTTP/1\\.[01] [1-5][0-9]{2}( .*)?")) {
                throw new IOException("The server does not answer in HTTP/1.1");
            }
            int status = Integer.parseInt(line.substring(9, 12));
            Map<String, String> fields = new HashMap<>();
            for (line = line(in, left); !line.isEmpty(); line = line(in, left)) {
                left -= line.length() + 2;
                int colon = line.indexOf(':');
                if (colon > 0) {
                    String name = line.substring(0, colon).trim().toLowerCase(Locale.ROOT);
                    fields.putIfAbsent(name, line.substring(colon + 1).trim());
                }
            }
            if (status >= FIRST_FINAL) {
                return new ResponseHead(status, Map.copyOf(fields));
            }
        }
    }

    /** A line without its end. */
    static String line(InputStream in, int limit) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("The server's answer ends too early");
            }
            if (line.length() >= limit) {
                throw new IOException("The head of the server's answer is too long");
            }
            line.append((char) next);
        }
        int end = line.length() > 0 && line.charAt(line.length() - 1) == '\r' ? line.length() - 1 : line.length();
        return line.substring(0, end);
    }

    int status() {
        return status;
    }

    @Nullable String field(String name) {
        return fields.get(name);
    }

    boolean chunked() {
        String encoding = fields.get("transfer-encoding");
        return encoding != null && encoding.toLowerCase(Locale.ROOT).endsWith("chunked");
    }

    /** How long the body is, or -1 if its end is the end of the connection. */
    long length() throws IOException {
        String length = fields.get("content-length");
        if (length == null) {
            return -1;
        }
        if (!length.matches("[0-9]{1,18}")) {
            throw new IOException("The server names a length that is none");
        }
        return Long.parseLong(length);
    }
}
