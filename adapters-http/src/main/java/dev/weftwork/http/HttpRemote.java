package dev.weftwork.http;

import dev.weftwork.change.EntityKey;
import dev.weftwork.graph.Ids;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.GestureFrame;
import dev.weftwork.spi.HistoryPage;
import dev.weftwork.spi.HistoryRequest;
import dev.weftwork.spi.LiveChannel;
import dev.weftwork.spi.LiveListener;
import dev.weftwork.spi.LiveRequest;
import dev.weftwork.spi.PullAnswer;
import dev.weftwork.spi.PullRequest;
import dev.weftwork.spi.PushAnswer;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.spi.RemoteAdapter;
import dev.weftwork.spi.RemoteAssets;
import dev.weftwork.spi.RemoteHello;
import dev.weftwork.spi.RemotePlace;
import dev.weftwork.spi.RemoteReply;
import dev.weftwork.spi.RemoteTime;
import dev.weftwork.spi.SnapshotManifest;
import dev.weftwork.spi.SnapshotPage;
import dev.weftwork.spi.SnapshotPart;
import dev.weftwork.spi.SnapshotRequest;
import dev.weftwork.spi.SyncAnswer;
import dev.weftwork.wire.Answers;
import dev.weftwork.wire.FrameMessages;
import dev.weftwork.wire.Requests;
import dev.weftwork.wire.SyncRequest;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A workspace on a sync server, over HTTP.
 *
 * <p>Bodies are packed with gzip both ways. Every call has a time limit, and a live channel on which nothing comes for 45
 * seconds ends. When the server refuses the token, the supplier is asked once more, and after a second refusal the call
 * fails as unauthorized. Threads are daemons of this adapter's own; futures and listeners are called on them.
 */
public final class HttpRemote implements RemoteAdapter {
    /** Beyond this, some proxy on the way cuts an address. */
    private static final int LONGEST_QUERY = 4_000;

    private static final Duration PART_TIME = Duration.ofMinutes(5);

    private static final RemoteTime NO_TIME = new RemoteTime(0, 0);

    private final Transport transport;
    /** Names the channels of this adapter, which do not hear its own frames, and its own operations after others do. */
    private final String channel = Ids.system().next();

    private final String own = new Query().add("channel", channel).toString();

    private HttpRemote(Transport transport) {
        this.transport = transport;
    }

    /**
     * The token's own workspace on a server.
     *
     * @param server the server's address, with the path that a proxy gave it if any
     * @param token gives the token that is valid now, or null while there is none; asked for every call, on a thread that may
     *     block
     * @return the remote
     */
    public static HttpRemote at(URI server, Supplier<String> token) {
        return builder(server, token).build();
    }

    /**
     * Starts describing a remote.
     *
     * @param server the server's address, with the path that a proxy gave it if any
     * @param token gives the token that is valid now, or null while there is none
     * @return a builder
     */
    public static Builder builder(URI server, Supplier<String> token) {
        return new Builder(server, token);
    }

    @Override
    public CompletableFuture<RemoteReply<RemoteHello>> hello() {
        return transport.greet(body -> {
            RemoteReply.Ok<RemoteHello> hello = Answers.readHello(body.text());
            transport.named(hello.value().features().contains(RemoteHello.CHECKS_PLACE));
            return hello;
        });
    }

    @Override
    public boolean expect(@Nullable RemotePlace place) {
        transport.meant(place);
        return true;
    }

    @Override
    public CompletableFuture<RemoteReply<PushAnswer>> push(PushRequest request) {
        return transport.post("/ops" + own, () -> Requests.push(request), body -> Answers.readPush(body.text()));
    }

    @Override
    public CompletableFuture<RemoteReply<PullAnswer>> pull(PullRequest request) {
        Query query = new Query()
                .add("after", request.after().text())
                .add("limit", Integer.toString(request.limit()))
                .add("wait", Long.toString(toSeconds(request.patience())));
        query.addAll("workflow", texts(request.workflows())).addAll("audit", texts(request.audit()));
        if (query.toString().length() <= LONGEST_QUERY) {
            return transport.get("/ops" + query, request.patience(), body -> Answers.readPull(body.text()));
        }
        SyncRequest nothing = new SyncRequest(new PushRequest(List.of()), request, false);
        return transport.post("/sync", () -> Requests.sync(nothing), body -> {
            RemoteReply.Ok<SyncAnswer> both = Answers.readSync(body.text());
            return new RemoteReply.Ok<>(both.value().pull(), both.time());
        });
    }

    @Override
    public CompletableFuture<RemoteReply<SyncAnswer>> sync(PushRequest push, PullRequest pull) {
        return transport.post(
                "/sync" + own,
                () -> Requests.sync(new SyncRequest(push, pull, true)),
                body -> Answers.readSync(body.text(), push));
    }

    @Override
    public CompletableFuture<RemoteReply<SnapshotManifest>> snapshot(SnapshotRequest request) {
        Query query = new Query().addAll("workflow", texts(request.workflows()));
        return transport.get("/snapshot" + query, PART_TIME, body -> Answers.readManifest(body.text()));
    }

    @Override
    public CompletableFuture<RemoteReply<SnapshotPage>> part(SnapshotPart part) {
        return transport.get("/snapshot/" + Query.encode(part.id()), PART_TIME, body -> body.part(part.id()));
    }

    @Override
    public CompletableFuture<RemoteReply<HistoryPage>> history(HistoryRequest request) {
        Query query = new Query()
                .add("workflow", request.workflow().value())
                .add("after", Long.toString(request.after()))
                .add("limit", Integer.toString(request.limit()));
        EntityKey entity = request.entity();
        if (entity != null) {
            query.add("kind", entity.kind().name()).add("id", entity.id());
        }
        return transport.get("/history" + query, Duration.ZERO, body -> Answers.readHistory(body.text()));
    }

    @Override
    public LiveChannel live(LiveRequest request, LiveListener listener) {
        Query query = new Query().add("after", request.after().text()).addAll("workflow", texts(request.workflows()));
        return transport.live("/live" + query.add("channel", channel), listener);
    }

    @Override
    public CompletableFuture<RemoteReply<GestureFrame>> frame(GestureFrame frame) {
        return transport.post(
                "/frames" + own, () -> FrameMessages.text(frame), body -> new RemoteReply.Ok<>(frame, NO_TIME));
    }

    /** Resumable uploads as the IETF has drafted them, and downloads by ranges; both try again on their own. */
    @Override
    public Optional<RemoteAssets> assets() {
        return Optional.of(new HttpAssets(transport));
    }

    @Override
    public void close() {
        transport.close();
    }

    private static Set<String> texts(Set<WorkflowId> workflows) {
        Set<String> texts = new TreeSet<>();
        workflows.forEach(workflow -> texts.add(workflow.value()));
        return texts;
    }

    /** At least a second, since the protocol counts in seconds and no wait is something else. */
    private static long toSeconds(Duration patience) {
        return patience.isZero() ? 0 : Math.max(1, patience.toSeconds());
    }

    /** Describes a remote. Confined to one thread. */
    public static final class Builder {
        private static final Duration LONGEST = Duration.ofDays(1);

        private final URI server;
        private final Supplier<String> token;
        private String workspace = "~";
        private Duration timeout = Duration.ofSeconds(30);
        private Duration silence = Duration.ofSeconds(45);
        private @Nullable ProxySelector proxy;
        private @Nullable SSLContext ssl;

        private Builder(URI server, Supplier<String> token) {
            Objects.requireNonNull(server, "The address of a server is needed");
            Objects.requireNonNull(token, "A supplier of tokens is needed; it is asked for every call");
            String scheme = String.valueOf(server.getScheme()).toLowerCase(Locale.ROOT);
            if (!scheme.equals("http") && !scheme.equals("https")) {
                throw new IllegalArgumentException("The address of a server cannot begin with '" + scheme
                        + "'; it begins with http:// or https://");
            }
            boolean plain =
                    server.getRawUserInfo() == null && server.getRawQuery() == null && server.getRawFragment() == null;
            if (server.getHost() == null || !plain) {
                // what stands there may be a secret, so it is not shown
                throw new IllegalArgumentException("The address of the server at host " + server.getHost()
                        + " has to have a host, and may have a port and a path; leave out user, query and fragment");
            }
            this.server = server;
            this.token = token;
        }

        /**
         * Which workspace; the token's own otherwise.
         *
         * @param id the workspace
         * @return this
         */
        public Builder workspace(String id) {
            if (Objects.requireNonNull(id, "The id of a workspace is needed; without a call it is the token's own")
                    .isBlank()) {
                throw new IllegalArgumentException(
                        "The id of a workspace must not be blank; without a call it is the token's own");
            }
            workspace = id;
            return this;
        }

        /**
         * How long a call may take beyond what it asks the server to wait; thirty seconds otherwise.
         *
         * @param time the time
         * @return this
         */
        public Builder timeout(Duration time) {
            timeout = positive("timeout", time);
            return this;
        }

        /**
         * How long nothing may come through a live channel before it counts as broken; 45 seconds otherwise. The server
         * lets itself be heard every 20 seconds.
         *
         * @param time the time
         * @return this
         */
        public Builder silence(Duration time) {
            silence = positive("silence", time);
            return this;
        }

        /**
         * Goes through a proxy.
         *
         * @param selector chooses the proxy
         * @return this
         */
        public Builder proxy(ProxySelector selector) {
            proxy = Objects.requireNonNull(selector, "A proxy selector is needed; to go directly, do not call this");
            return this;
        }

        /**
         * Trusts, and shows, other certificates than Java's own.
         *
         * @param context the context
         * @return this
         */
        public Builder sslContext(SSLContext context) {
            ssl = Objects.requireNonNull(context, "A context is needed; to have Java's own, do not call this");
            return this;
        }

        private static Duration positive(String name, Duration time) {
            Objects.requireNonNull(time, () -> "A " + name + " is needed; some seconds are usual");
            if (time.isNegative() || time.isZero() || time.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(
                        "A " + name + " of " + time + " makes no sense; some seconds are usual");
            }
            return time;
        }

        /**
         * Makes the remote; nothing is sent yet.
         *
         * @return the remote
         */
        public HttpRemote build() {
            String root = server.toString();
            String base = root.endsWith("/") ? root.substring(0, root.length() - 1) : root;
            String place = base + "/v1/workspaces/" + Query.encode(workspace);
            return new HttpRemote(new Transport(place, token, timeout, silence, proxy, ssl));
        }
    }
}
