package dev.weftwork.server.http;

import dev.weftwork.wire.Limits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Promise;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bodies of requests. No thread waits for one, and none is unpacked beyond its limit. A push of one large
 * operation may have far more than others; those of all requests together have a bound, and each has to come at a pace.
 */
final class Bodies {
    static final int TOO_SLOW = 408;
    private static final int MOST_PACKED = 16 << 20;
    /** Two of the largest operations, packed and unpacked, or ten of the largest documents. */
    private static final long MOST_HELD = 2 * (MOST_PACKED + Limits.MAX_OP_BYTES);

    private final Executor executor;
    private final ScheduledExecutorService timer;
    private final ByteBudget budget;
    private final Pace pace;

    Bodies(Executor executor, ScheduledExecutorService timer) {
        this(executor, timer, new ByteBudget(MOST_HELD), Pace.USUAL);
    }

    Bodies(Executor executor, ScheduledExecutorService timer, ByteBudget budget, Pace pace) {
        this.executor = executor;
        this.timer = timer;
        this.budget = budget;
        this.pace = pace;
    }

    /** Hands the body over; the memory that a large one takes is given back when what is made of it has been answered. */
    CompletableFuture<Reply> read(Request request, Function<String, CompletableFuture<Reply>> work) {
        return read(request, false, work);
    }

    /** As {@link #read}, but the body may be large though it is not packed. */
    CompletableFuture<Reply> readDocument(Request request, Function<String, CompletableFuture<Reply>> work) {
        return read(request, true, work);
    }

    private CompletableFuture<Reply> read(
            Request request, boolean document, Function<String, CompletableFuture<Reply>> work) {
        String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
        if (type == null || !type.split(";", 2)[0].trim().equalsIgnoreCase("application/json")) {
            throw new ProblemException(415, "content-type", "Send the body as application/json");
        }
        String encoding = encoding(request);
        boolean mayBeLarge = request.getLength() >= 0 && (document || encoding.equals("gzip"));
        long most = mayBeLarge ? MOST_PACKED : Limits.MAX_BYTES;
        if (request.getLength() > most) {
            throw tooLarge(most);
        }
        Permit permit = new Permit(budget, 0, "Other large operations are being taken in");
        boolean isLarge = request.getLength() > Limits.MAX_BYTES;
        if (isLarge) {
            permit.take(request.getLength());
        }
        CompletableFuture<byte[]> whole = new CompletableFuture<>();
        if (isLarge) {
            hurry(whole, request.getLength());
        }
        int room = (int) (isLarge ? MOST_PACKED : Limits.MAX_BYTES);
        Content.Source.asByteArrayAsync(request, room, Promise.Invocable.toPromise(whole));
        return whole.handleAsync((bytes, failure) -> text(whole(bytes, failure), encoding, permit, document), executor)
                .thenCompose(work)
                .whenComplete((reply, failure) -> permit.giveBack());
    }

    private void hurry(CompletableFuture<byte[]> whole, long length) {
        TimeoutException late = new TimeoutException("The body came too slowly");
        Future<?> limit = timer.schedule(
                () -> whole.completeExceptionally(late), pace.limitMillis(length), TimeUnit.MILLISECONDS);
        CompletableFuture<?> unused = whole.whenComplete((bytes, failure) -> limit.cancel(false));
    }

    private static String encoding(Request request) {
        String encoding = request.getHeaders().get(HttpHeader.CONTENT_ENCODING);
        String name = encoding == null ? "identity" : encoding.trim().toLowerCase(Locale.ROOT);
        if (!name.equals("gzip") && !name.equals("identity")) {
            throw new ProblemException(415, "content-encoding", "Send the body as it is or packed with gzip");
        }
        return name;
    }

    private static byte[] whole(byte @Nullable [] bytes, @Nullable Throwable failure) {
        if (bytes != null) {
            return bytes;
        }
        Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        if (cause instanceof IllegalStateException || cause instanceof IllegalArgumentException) {
            throw tooLarge(Limits.MAX_BYTES);
        }
        if (cause instanceof TimeoutException) {
            throw new ProblemException(
                    TOO_SLOW, "too-slow", "A body this large has to come faster; try again on a better line");
        }
        throw new ProblemException(400, "body-cut", "The body did not arrive whole");
    }

    private static String text(byte[] bytes, String encoding, Permit permit, boolean document) {
        byte[] plain =
                encoding.equals("gzip") ? inflate(bytes, permit, document ? MOST_PACKED : Limits.MAX_OP_BYTES) : bytes;
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(plain))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ProblemException(400, "not-utf-8", "The body is not valid UTF-8");
        }
    }

    private static byte[] inflate(byte[] packed, Permit permit, long most) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            byte[] first = in.readNBytes((int) Limits.MAX_BYTES + 1);
            if (first.length <= Limits.MAX_BYTES) {
                return first;
            }
            permit.take(most);
            byte[] rest = in.readNBytes((int) most - first.length + 1);
            if (first.length + rest.length > most) {
                throw tooLarge(most);
            }
            permit.returnSome(most - first.length - rest.length);
            byte[] whole = Arrays.copyOf(first, first.length + rest.length);
            System.arraycopy(rest, 0, whole, first.length, rest.length);
            return whole;
        } catch (IOException e) {
            throw new ProblemException(400, "bad-gzip", "The body is said to be gzip and is not");
        }
    }

    static ProblemException tooLarge(long most) {
        return new ProblemException(413, "too-large", "Such a body has at most " + most + " bytes");
    }
}
