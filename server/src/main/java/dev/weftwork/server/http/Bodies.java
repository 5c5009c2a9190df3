package dev.weftwork.server.http;

import dev.weftwork.change.EntityWrites;
import dev.weftwork.wire.Limits;
import dev.weftwork.wire.WireOp;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Promise;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bodies of requests. No thread waits for one, and none is unpacked beyond its limit. A push of one large
 * operation may have far more than others; what those of all requests together come to in memory, until they are answered,
 * has a bound, and each has to come at a pace.
 */
final class Bodies {
    static final int TOO_SLOW = 408;
    private static final int MOST_PACKED = 16 << 20;
    /** Bytes for each of a large body: as it came, as text, as what it says, in the log, in its entity, and on the way there. */
    private static final int OF_BODY = 8;

    private static final int CHUNK = 8 << 10;

    private final Executor executor;
    private final ScheduledExecutorService timer;
    private final ByteBudget budget;
    /** Many small ones may be too much, too; but they do not wait for large ones. */
    private final ByteBudget small;
    /** What is on its way in, however slowly, holds up nobody but others of that sort. */
    private final ByteBudget arriving = ByteBudget.eighthOfHeap();

    private final Pace pace;

    Bodies(Executor executor, ScheduledExecutorService timer, ByteBudget budget, Pace pace) {
        this(executor, timer, budget, ByteBudget.eighthOfHeap(), pace);
    }

    Bodies(Executor executor, ScheduledExecutorService timer, ByteBudget budget, ByteBudget small, Pace pace) {
        this.small = small;
        this.executor = executor;
        this.timer = timer;
        this.budget = budget;
        this.pace = pace;
    }

    /** Hands the body over; the memory that a large one takes is given back when what is made of it has been answered. */
    CompletableFuture<Reply> read(Request request, Function<String, CompletableFuture<Reply>> work) {
        return read(request, false, (body, permit) -> work.apply(body));
    }

    /** As {@link #read}; what else is done for it may take more of the memory. */
    CompletableFuture<Reply> read(Request request, BiFunction<String, Permit, CompletableFuture<Reply>> work) {
        return read(request, false, work);
    }

    /** As {@link #read}, but the body may be large though it is not packed; what else is done for it may take more of the memory. */
    CompletableFuture<Reply> readDocument(Request request, BiFunction<String, Permit, CompletableFuture<Reply>> work) {
        return read(request, true, work);
    }

    private CompletableFuture<Reply> read(
            Request request, boolean document, BiFunction<String, Permit, CompletableFuture<Reply>> work) {
        String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
        if (type == null || !type.split(";", 2)[0].trim().equalsIgnoreCase("application/json")) {
            throw new ProblemException(415, "content-type", "Send the body as application/json");
        }
        String encoding = encoding(request);
        boolean mayBeLarge = request.getLength() >= 0 && (document || encoding.equals("gzip"));
        long most = mayBeLarge ? most(MOST_PACKED) : Limits.MAX_BYTES;
        if (request.getLength() > most) {
            throw tooLarge(most);
        }
        Room held = new Room();
        boolean isLarge = request.getLength() > Limits.MAX_BYTES;
        if (isLarge) {
            held.arriving.take(request.getLength());
        }
        CompletableFuture<byte[]> whole = new CompletableFuture<>();
        if (isLarge) {
            hurry(whole, request.getLength());
        }
        int room = (int) (isLarge ? MOST_PACKED : Limits.MAX_BYTES);
        Content.Source.asByteArrayAsync(request, room, Promise.Invocable.toPromise(whole));
        return whole.handleAsync((bytes, failure) -> text(whole(bytes, failure), encoding, held, document), executor)
                .thenCompose(body -> work.apply(body, held.large))
                .whenComplete((reply, failure) -> held.giveBack());
    }

    /** What one request holds. */
    private final class Room {
        private final Permit arriving = new Permit(Bodies.this.arriving, 0, "Other large operations are on their way");
        private final Permit small = new Permit(Bodies.this.small, 0, "Others send much at the moment");
        private final Permit large = new Permit(budget, 0, "Other large operations are being taken in");

        /** Makes room for what is made of a body. */
        void take(long length) {
            (length > Limits.MAX_BYTES ? large : small).take(OF_BODY * length);
        }

        void giveBack() {
            arriving.giveBack();
            small.giveBack();
            large.giveBack();
        }
    }

    /** Refuses writes that have more bytes as they go out to others than an operation may have, be it that they came in fewer. */
    void requireBearable(List<EntityWrites> writes) {
        requireBearable(writes, most(Limits.MAX_OP_BYTES));
    }

    static void requireBearable(List<EntityWrites> writes, long most) {
        if (WireOp.isLonger(writes, most)) {
            throw tooLarge(most);
        }
    }

    /** How many bytes an operation may have where what is made of it has to have room in that. */
    static long mostOfOp(ByteBudget budget) {
        return most(Limits.MAX_OP_BYTES, budget);
    }

    /** As large as a body may be, and as what is made of it has room. */
    private long most(long limit) {
        return most(limit, budget);
    }

    private static long most(long limit, ByteBudget budget) {
        return Math.max(Limits.MAX_BYTES, Math.min(limit, budget.largest() / (OF_BODY + 1)));
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

    private String text(byte[] bytes, String encoding, Room room, boolean document) {
        if (encoding.equals("gzip")) {
            return text(inflate(bytes, room, most(document ? MOST_PACKED : Limits.MAX_OP_BYTES)));
        }
        room.take(bytes.length);
        return text(bytes);
    }

    /** The decoder alone would take three times the room. */
    private static String text(byte[] plain) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(plain);
        CharBuffer out = CharBuffer.allocate(Math.min(plain.length + 1, CHUNK));
        CoderResult result = CoderResult.OVERFLOW;
        while (result.isOverflow()) {
            result = decoder.decode(in, out.clear(), true);
        }
        if (result.isError()) {
            throw new ProblemException(400, "not-utf-8", "The body is not valid UTF-8");
        }
        return new String(plain, StandardCharsets.UTF_8);
    }

    /** What is larger than usual is unpacked twice: how much room it takes has to be known before it takes any. */
    private static byte[] inflate(byte[] packed, Room room, long most) {
        try (Unpacking in = new Unpacking(packed)) {
            byte[] first = in.readNBytes((int) Limits.MAX_BYTES + 1);
            if (first.length <= Limits.MAX_BYTES) {
                in.requireEnd();
                room.take(first.length);
                return first;
            }
            long length = first.length + count(in, most - first.length + 1);
            if (length > most) {
                throw tooLarge(most);
            }
            in.requireEnd();
            room.take(length);
            return inflate(packed, (int) length);
        } catch (IOException e) {
            throw new ProblemException(400, "bad-gzip", "The body is said to be gzip and is not");
        }
    }

    /** What follows the last member is passed over in silence by the class that it extends; all is in its buffer, so it can be seen. */
    private static final class Unpacking extends GZIPInputStream {
        private static final int TRAILER = 8;

        Unpacking(byte[] packed) throws IOException {
            super(new ByteArrayInputStream(packed), Math.max(packed.length, 1));
        }

        /** To be asked when all was read. */
        void requireEnd() throws IOException {
            if (inf.getRemaining() > TRAILER) {
                throw new IOException("Something follows");
            }
        }
    }

    private static byte[] inflate(byte[] packed, int length) throws IOException {
        byte[] whole = new byte[length];
        try (InputStream in = new Unpacking(packed)) {
            in.readNBytes(whole, 0, length);
        }
        return whole;
    }

    private static long count(InputStream in, long most) throws IOException {
        byte[] chunk = new byte[CHUNK];
        long length = 0;
        int read = 0;
        while (read >= 0 && length < most) {
            length += read;
            read = in.read(chunk);
        }
        return length;
    }

    static ProblemException tooLarge(long most) {
        return new ProblemException(413, "too-large", "Such a body has at most " + most + " bytes");
    }
}
