package dev.weftwork.server.http;

import dev.weftwork.graph.Json;
import dev.weftwork.server.ServerMetrics;
import dev.weftwork.server.blob.FileStretch;
import dev.weftwork.wire.Gzip;
import dev.weftwork.wire.Problem;
import dev.weftwork.wire.WireFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers every request: finds its route, lets the caller in, and turns whatever goes wrong into a problem. */
public final class Api extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger("dev.weftwork.server");
    private static final int WORTH_PACKING = 1_024;
    /** Who sends somewhat more than the largest body hears that, too. */
    private static final long MOST_DRAINED = 24 << 20;

    private static final int PIECE = 64 << 10;
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Set<String> READING = Set.of("GET", "HEAD");
    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
    /** It never ends, so nobody can have its head alone. */
    private static final String LIVE = "GET live";

    private static final String NO_STORE = "no-store";

    private static final String WORKSPACE = "/v1/workspaces/{workspace}";
    private static final String OPENAPI = resource("openapi.json");

    private final Parts parts;
    /** The routes that the description has. What is not described is not there. */
    private final Set<String> described = described();

    /**
     * What the routes are made of.
     *
     * @param access who may come in
     * @param sync push and pull
     * @param snapshots snapshots
     * @param history values that lost
     * @param live opens live channels
     * @param frames passes gestures on
     * @param blobs binaries
     * @param rest workflows as documents
     * @param large bounds what is sent at a time
     * @param metrics counts
     * @param waiters who waits
     * @param ready whether the server can serve
     * @param slowNanos what takes longer than this, in nanoseconds, is slow
     */
    record Parts(
            Access access,
            SyncRoutes sync,
            SnapshotRoutes snapshots,
            HistoryRoute history,
            LiveRoute live,
            FrameRoute frames,
            BlobRoutes blobs,
            RestRoutes rest,
            LargeReplies large,
            ServerMetrics metrics,
            Waiters waiters,
            BooleanSupplier ready,
            long slowNanos) {}

    Api(Parts parts) {
        this.parts = parts;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (!PathSegments.areClear(request)) {
            Response.writeError(request, response, callback, 400);
            return true;
        }
        Exchange exchange = new Exchange(request, response, callback);
        CompletableFuture<Reply> reply;
        try {
            reply = exchange.answer();
        } catch (IOException | RuntimeException e) {
            reply = CompletableFuture.failedFuture(e);
        }
        exchange.untouched = reply.isDone();
        CompletableFuture<?> unused = reply.exceptionally(Api::refusal)
                .thenAccept(answer -> exchange.sendOnceRead(RestRoutes.shaped(exchange.route, answer)));
        return true;
    }

    private static Reply refusal(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException || cause instanceof UncheckedIOException) {
            cause = cause.getCause();
        }
        if (cause instanceof ProblemException refused) {
            return refused.reply();
        }
        if (cause instanceof WireFormatException malformed) {
            // what was found instead is the user's, and clients log what they are told
            String detail = String.valueOf(malformed.getMessage()).split(" but found ", 2)[0];
            return Reply.of(new Problem(400, "malformed", detail), null);
        }
        if (cause instanceof IOException) {
            LOG.atWarn().setCause(cause).log("The storage failed");
            return Reply.of(new Problem(503, "storage", "The server cannot reach its storage now"), SOON);
        }
        LOG.atError().setCause(cause).log("A request failed in a way that it should not");
        return Reply.of(new Problem(500, "internal", "The server failed; its log says how"), SOON);
    }

    /** One request and its answer. */
    private final class Exchange {
        private final Request request;
        private final Response response;
        private final Callback callback;
        private final long start = System.nanoTime();
        private String route = "none";
        /** What the answer says of where it comes from. */
        private Map<String, String> origin = Map.of();
        /** Whether it was answered before anybody read its body. */
        private boolean untouched;

        Exchange(Request request, Response response, Callback callback) {
            this.request = request;
            this.response = response;
            this.callback = callback;
        }

        CompletableFuture<Reply> answer() throws IOException {
            String[] path = PathSegments.of(request);
            if (path.length >= 4 && path[1].equals("v1") && path[2].equals("workspaces")) {
                return workspaceRoute(path);
            }
            if (path.length >= 3 && path[1].equals("api")) {
                return restRoute(path);
            }
            return CompletableFuture.completedFuture(plainRoute());
        }

        private Reply plainRoute() {
            String path = Request.getPathInContext(request);
            route = path;
            Reply reply = switch (path) {
                case "/.well-known/weftwork" -> Reply.json("{\"protocol\":1,\"workspaces\":\"/v1/workspaces/\"}");
                case "/openapi.json" -> Reply.json(OPENAPI);
                case "/health" -> Reply.text(200, "alive\n");
                case "/ready" ->
                    parts.ready.getAsBoolean() ? Reply.text(200, "ready\n") : Reply.text(503, "not ready\n");
                case "/metrics" -> Reply.text(200, parts.metrics.text(parts.waiters.count()));
                default -> throw notFound();
            };
            if (!READING.contains(request.getMethod())) {
                throw notAllowed("GET, HEAD");
            }
            return reply;
        }

        private CompletableFuture<Reply> workspaceRoute(String[] path) throws IOException {
            if (path.length > 6) {
                throw notFound();
            }
            String which = which(method -> workspaceRoute(method, path));
            route = "workspace " + which;
            if (BlobRoutes.has(which)) {
                return parts.blobs.answer(which, call(path), path.length == 6 ? path[5] : "");
            }
            return switch (which) {
                case "GET " -> parts.sync.hello(call(path));
                case "GET ops" -> parts.sync.pull(call(path));
                case "POST ops" -> parts.sync.push(call(path));
                case "POST sync" -> parts.sync.sync(call(path));
                case "POST frames" -> parts.frames.pass(call(path));
                case "GET history" -> parts.history.answer(call(path));
                case "GET snapshot" -> parts.snapshots.manifest(call(path));
                case "GET snapshot/" -> parts.snapshots.part(call(path), path[5]);
                case LIVE -> {
                    parts.live.open(call(path), response, callback);
                    yield new CompletableFuture<>();
                }
                default -> throw notFound();
            };
        }

        private CompletableFuture<Reply> restRoute(String[] path) throws IOException {
            String which = which(method -> RestRoutes.pattern(method, path));
            route = which;
            return parts.rest.answer(request, which, path);
        }

        private String workspaceRoute(String method, String[] path) {
            String rest = path.length == 4 ? "" : path[4];
            String named = method + " " + rest + (path.length == 6 ? "/" + path[5] : "");
            return path.length != 6 || described.contains(named) ? named : method + " " + rest + "/";
        }

        /** The route of the request; where something can be read, its head can be had alone. */
        private String which(UnaryOperator<String> byMethod) {
            String whole = byMethod.apply("GET");
            Set<String> methods = new LinkedHashSet<>(METHODS);
            methods.removeIf(method -> !described.contains(byMethod.apply(method)));
            if (methods.isEmpty()) {
                throw notFound();
            }
            String method = request.getMethod();
            if (methods.contains(method)) {
                return byMethod.apply(method);
            }
            if (methods.contains("GET") && !whole.equals(LIVE)) {
                methods.add("HEAD");
            }
            if (!methods.contains(method)) {
                throw notAllowed(String.join(", ", methods));
            }
            return whole;
        }

        private Call call(String[] path) {
            Call call = parts.access.call(request, path[3]);
            origin = parts.access.origin(call);
            return call;
        }

        private ProblemException notFound() {
            route = "none";
            return new ProblemException(404, "no-such-route", "There is nothing here under this path");
        }

        private ProblemException notAllowed(String methods) {
            route = "none";
            Problem problem = new Problem(405, "no-such-method", "This path answers to " + methods + " only");
            return new ProblemException(problem, null, Map.of("Allow", methods));
        }

        /**
         * A connection on which something is left unread is closed, and with it the answer may be lost on the way. So a
         * body that nobody wanted to read is taken from the wire first, unless it is large. A body that waits for leave to
         * come gets none.
         */
        void sendOnceRead(Reply reply) {
            boolean waits = untouched && request.getHeaders().contains(HttpHeader.EXPECT);
            boolean unread = reply.status() >= 400
                    && !waits
                    && reply.status() != Bodies.TOO_SLOW
                    && request.getLength() > 0
                    && request.getLength() <= MOST_DRAINED;
            if (unread) {
                Content.Source.consumeAll(request, Callback.from(() -> send(reply), failure -> send(reply)));
            } else {
                send(reply);
            }
        }

        private void send(Reply reply) {
            response.setStatus(reply.status());
            if (!reply.type().isEmpty()) {
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, reply.type());
            }
            reply.headers().forEach(response.getHeaders()::put);
            if (NO_STORE.equals(reply.headers().get("Cache-Control"))) {
                // what may be kept may be shown to somebody else later
                origin.forEach(response.getHeaders()::put);
            }
            InputStream stream = reply.stream();
            if (stream != null) {
                log(reply.status());
                Content.copy(source(stream), response, callback);
                return;
            }
            byte[] body = packed(reply);
            Callback gone = parts.large.hold(body.length, this::cutOff, callback);
            if (gone == null) {
                response.getHeaders().clear();
                send(LargeReplies.refusal());
                return;
            }
            log(reply.status());
            if (body.length <= PIECE) {
                response.write(true, ByteBuffer.wrap(body), gone);
                return;
            }
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
            Content.copy(Content.Source.from(pieces(body)), response, gone);
        }

        /** What lies in a file goes out from the memory that the system read it into, and is copied nowhere else. */
        private Content.Source source(InputStream stream) {
            if (stream instanceof FileStretch file) {
                ByteBufferPool pool = request.getComponents().getByteBufferPool();
                // it would pass over an offset by reading, from where the channel stands
                return Content.Source.from(new ByteBufferPool.Sized(pool, true, PIECE), file.channel(), 0, file.left());
            }
            return Content.Source.from(new ByteBufferPool.Sized(ByteBufferPool.NON_POOLING, false, PIECE), stream);
        }

        /** The system takes as much memory beside the heap as is written at once, and keeps it for each thread. */
        private static ByteBuffer[] pieces(byte[] body) {
            ByteBuffer[] pieces = new ByteBuffer[(body.length + PIECE - 1) / PIECE];
            for (int i = 0; i < pieces.length; i++) {
                pieces[i] = ByteBuffer.wrap(body, i * PIECE, Math.min(PIECE, body.length - i * PIECE));
            }
            return pieces;
        }

        private void cutOff() {
            request.getConnectionMetaData().getConnection().getEndPoint().close();
        }

        private byte[] packed(Reply reply) {
            String accepted = request.getHeaders().get(HttpHeader.ACCEPT_ENCODING);
            boolean pack = reply.body().length >= WORTH_PACKING
                    && !reply.headers().containsKey("Content-Encoding")
                    && accepted != null
                    && AcceptedEncoding.hasGzip(accepted);
            if (!pack) {
                return reply.body();
            }
            response.getHeaders().put(HttpHeader.CONTENT_ENCODING, "gzip");
            response.getHeaders().put(HttpHeader.VARY, "Accept-Encoding");
            return Gzip.pack(reply.body());
        }

        /** Neither the query nor a header is logged: one may tell what users do, the other holds tokens. */
        private void log(int status) {
            long nanos = System.nanoTime() - start;
            parts.metrics.requested(route, status, nanos);
            LOG.atInfo()
                    .addKeyValue("route", route)
                    .addKeyValue("status", status)
                    .addKeyValue("micros", nanos / 1_000)
                    .log("request");
            if (nanos > parts.slowNanos && !waitsForOthers()) {
                parts.metrics.slow(route);
                LOG.atWarn()
                        .addKeyValue("route", route)
                        .addKeyValue("status", status)
                        .addKeyValue("millis", nanos / 1_000_000)
                        .log("slow request");
            }
        }

        /** A pull may wait for news, and how long an upload takes is up to whoever sends it. */
        private boolean waitsForOthers() {
            String query = request.getHttpURI().getQuery();
            boolean waits = route.equals("workspace GET ops") && query != null && query.contains("wait=");
            return waits
                    || route.equals("workspace PATCH uploads/")
                    || route.equals("workspace POST uploads")
                    || route.equals("workspace PUT blobs/");
        }
    }

    private static Set<String> described() {
        Set<String> routes = new HashSet<>();
        Json paths = Objects.requireNonNull(Json.parse(OPENAPI).get("paths"));
        paths.toMap().forEach((path, methods) -> {
            if (path.startsWith(WORKSPACE)) {
                String rest = path.substring(WORKSPACE.length()).replaceFirst("^/", "");
                methods.toMap()
                        .keySet()
                        .forEach(method ->
                                routes.add(method.toUpperCase(Locale.ROOT) + " " + rest.replaceFirst("/\\{.*}$", "/")));
            } else {
                methods.toMap().keySet().forEach(method -> routes.add(method.toUpperCase(Locale.ROOT) + " " + path));
            }
        });
        return routes;
    }

    private static String resource(String name) {
        try (InputStream in = Api.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
