package dev.weftwork.server.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.zip.GZIPInputStream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Promise;
import org.jspecify.annotations.Nullable;

/** Reads the bodies of requests. No thread waits for one, and none is unpacked beyond the limit. */
final class Bodies {
    private final int limit;
    private final Executor executor;

    Bodies(long limit, Executor executor) {
        this.limit = (int) Math.min(limit, Integer.MAX_VALUE - 8);
        this.executor = executor;
    }

    CompletableFuture<String> read(Request request) {
        String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            throw new ProblemException(415, "content-type", "Send the body as application/json");
        }
        String encoding = encoding(request);
        if (request.getLength() > limit) {
            throw tooLarge();
        }
        CompletableFuture<byte[]> whole = new CompletableFuture<>();
        Content.Source.asByteArrayAsync(request, limit, Promise.Invocable.toPromise(whole));
        return whole.handleAsync((bytes, failure) -> text(whole(bytes, failure), encoding), executor);
    }

    private static String encoding(Request request) {
        String encoding = request.getHeaders().get(HttpHeader.CONTENT_ENCODING);
        String name = encoding == null ? "identity" : encoding.trim().toLowerCase(Locale.ROOT);
        if (!name.equals("gzip") && !name.equals("identity")) {
            throw new ProblemException(415, "content-encoding", "Send the body as it is or packed with gzip");
        }
        return name;
    }

    private byte[] whole(byte @Nullable [] bytes, @Nullable Throwable failure) {
        if (bytes != null) {
            return bytes;
        }
        Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        if (cause instanceof IllegalStateException || cause instanceof IllegalArgumentException) {
            throw tooLarge();
        }
        throw new ProblemException(400, "body-cut", "The body did not arrive whole");
    }

    private String text(byte[] bytes, String encoding) {
        byte[] plain = encoding.equals("gzip") ? inflate(bytes) : bytes;
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(plain))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ProblemException(400, "not-utf-8", "The body is not valid UTF-8");
        }
    }

    private byte[] inflate(byte[] packed) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            byte[] plain = in.readNBytes(limit + 1);
            if (plain.length > limit) {
                throw tooLarge();
            }
            return plain;
        } catch (IOException e) {
            throw new ProblemException(400, "bad-gzip", "The body is said to be gzip and is not");
        }
    }

    private ProblemException tooLarge() {
        return new ProblemException(413, "too-large", "A body has at most " + limit + " bytes, unpacked");
    }
}
