package dev.weftwork.server.http;

import dev.weftwork.wire.Problem;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** The header fields of uploads, as the IETF's draft for resumable uploads and RFC 9530 have them. */
record UploadHeaders(Request request) {
    static final String COMPLETE = "Upload-Complete";
    static final String OFFSET = "Upload-Offset";
    static final String LENGTH = "Upload-Length";
    static final String LIMIT = "Upload-Limit";
    static final String DIGEST = "Repr-Digest";
    private static final String PARTIAL = "application/partial-upload";
    private static final Pattern NUMBER = Pattern.compile("\\d{1,15}");
    private static final Pattern SHA_256 = Pattern.compile("(?:^|,)\\s*sha-256\\s*=\\s*:([A-Za-z0-9+/=]{1,64}):");

    /** Whether this request brings the last of it. */
    boolean complete() {
        String text = request.getHeaders().get(COMPLETE);
        if (text == null || !(text.trim().equals("?1") || text.trim().equals("?0"))) {
            throw bad("Send " + COMPLETE + ": ?1 with the last bytes, and ?0 if more will follow");
        }
        return text.trim().equals("?1");
    }

    long offset() {
        Long offset = number(OFFSET);
        if (offset == null) {
            throw bad("Send " + OFFSET + ": where these bytes begin");
        }
        return offset;
    }

    /** How long the whole will be. */
    long length() {
        Long length = number(LENGTH);
        if (length != null) {
            return length;
        }
        if (complete() && request.getLength() >= 0) {
            return request.getLength();
        }
        throw bad("Send " + LENGTH + ": how many bytes the whole has");
    }

    /** What the binary will be called. */
    String hash() {
        String text = request.getHeaders().get(DIGEST);
        Matcher found = SHA_256.matcher(text == null ? "" : text);
        if (found.find()) {
            try {
                byte[] hash = Base64.getDecoder().decode(found.group(1));
                if (hash.length == 32) {
                    return HexFormat.of().formatHex(hash);
                }
            } catch (IllegalArgumentException e) {
                // said below
            }
        }
        throw bad("Send " + DIGEST + ": sha-256=:…:, the SHA-256 of the whole in base64");
    }

    void requirePartial() {
        String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith(PARTIAL)) {
            throw new ProblemException(415, "content-type", "Send what is to be appended as " + PARTIAL);
        }
    }

    /** The digest of a binary as a header field has it. */
    static String digest(String hash) {
        return "sha-256=:" + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hash)) + ":";
    }

    private @Nullable Long number(String name) {
        String text = request.getHeaders().get(name);
        if (text == null) {
            return null;
        }
        if (!NUMBER.matcher(text.trim()).matches()) {
            throw bad(name + " is a whole number of at most 15 digits");
        }
        return Long.parseLong(text.trim());
    }

    private static ProblemException bad(String detail) {
        return new ProblemException(new Problem(400, "bad-header", detail), null);
    }
}
