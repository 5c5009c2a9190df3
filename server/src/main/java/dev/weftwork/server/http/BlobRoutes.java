package dev.weftwork.server.http;

import dev.weftwork.graph.AssetHash;
import dev.weftwork.server.blob.Binaries;
import dev.weftwork.wire.BlobMessages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/** Binaries, by the SHA-256 of their bytes: which are missing, and what they hold. */
final class BlobRoutes {
    private final Binaries binaries;
    private final Workspaces workspaces;
    private final Bodies bodies;
    private final UploadRoutes uploads;

    BlobRoutes(UploadRoutes uploads, Bodies bodies) {
        this.binaries = uploads.binaries();
        this.workspaces = uploads.workspaces();
        this.bodies = bodies;
        this.uploads = uploads;
    }

    /** Answers a route that has to do with binaries; the last part of the path is empty if it has none. */
    CompletableFuture<Reply> answer(String route, Call call, String last) throws IOException {
        return switch (route) {
            case "POST blobs/missing" -> missing(call);
            case "GET blobs/" -> get(call, name(last), false);
            case "HEAD blobs/" -> get(call, name(last), true);
            case "PUT blobs/" -> uploads.put(call, name(last));
            case "POST uploads" -> uploads.begin(call);
            case "HEAD uploads/" -> uploads.state(call, last);
            case "PATCH uploads/" -> uploads.append(call, last);
            case "DELETE uploads/" -> uploads.cancel(call, last);
            default -> throw new IllegalArgumentException(route + " has nothing to do with binaries");
        };
    }

    static boolean has(String route) {
        return route.contains(" blobs/") || route.contains(" uploads");
    }

    private static String name(String text) {
        if (!AssetHash.isHex(text)) {
            throw new ProblemException(
                    404, "no-such-route", "A binary goes by the 64 lower-case hexadecimal digits of its SHA-256");
        }
        return text;
    }

    private CompletableFuture<Reply> missing(Call call) {
        return bodies.read(call.request(), body -> {
            try {
                Set<String> asked = BlobMessages.readQuestion(body);
                Set<String> missing = binaries.missing(call.workspace(), asked);
                return CompletableFuture.completedFuture(
                        Reply.json(BlobMessages.answer(missing, workspaces.read(call.workspace(), workspaces::time))));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private CompletableFuture<Reply> get(Call call, String hash, boolean head) throws IOException {
        OptionalLong found = binaries.size(call.workspace(), hash);
        if (found.isEmpty()) {
            throw gone();
        }
        long size = found.getAsLong();
        HttpFields asked = call.request().getHeaders();
        Map<String, String> headers = headers(hash);
        if (matches(Tags.list(call.request(), HttpHeader.IF_NONE_MATCH), hash)) {
            return CompletableFuture.completedFuture(new Reply(304, "", new byte[0], headers));
        }
        boolean whole = asked.contains("If-Range") && !tag(hash).equals(asked.get("If-Range"));
        ByteRange range = whole ? null : ByteRange.of(asked.get("Range"), size);
        ByteRange sent = range == null ? new ByteRange(0, size) : range;
        headers.put("Content-Length", Long.toString(sent.length()));
        if (range != null) {
            headers.put("Content-Range", range.text(size));
        }
        int status = range == null ? 200 : 206;
        String type = "application/octet-stream";
        if (head || sent.length() == 0) {
            return CompletableFuture.completedFuture(new Reply(status, type, new byte[0], headers));
        }
        try {
            return CompletableFuture.completedFuture(new Reply(
                    status,
                    type,
                    new byte[0],
                    headers,
                    binaries.open(call.workspace(), hash, sent.from(), sent.length())));
        } catch (NoSuchFileException e) {
            throw gone();
        }
    }

    /** What a binary holds is the user's: no browser shall take it for a page of this server. */
    private static Map<String, String> headers(String hash) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ETag", tag(hash));
        headers.put("Accept-Ranges", "bytes");
        headers.put("Cache-Control", "private, max-age=31536000, immutable");
        headers.put(UploadHeaders.DIGEST, UploadHeaders.digest(hash));
        headers.put("Content-Disposition", "attachment");
        headers.put("X-Content-Type-Options", "nosniff");
        return headers;
    }

    private static boolean matches(@Nullable String header, String hash) {
        return header != null && (header.contains(tag(hash)) || header.trim().equals("*"));
    }

    private static String tag(String hash) {
        return "\"" + hash + "\"";
    }

    private static ProblemException gone() {
        return new ProblemException(404, "no-such-blob", "This workspace has no binary of that name");
    }
}
