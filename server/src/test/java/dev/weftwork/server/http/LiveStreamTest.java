package dev.weftwork.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.DeviceId;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.server.Principal;
import dev.weftwork.server.Role;
import dev.weftwork.server.StaticTokens;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.wire.Limits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a live channel does at moments that no client can bring about at will. */
@Timeout(300)
final class LiveStreamTest {
    private static final String GET = "GET /v1/workspaces/studio/live?channel=mine HTTP/1.1\r\nHost: weftwork\r\n"
            + "Authorization: Bearer ada-may-write-0123456789\r\nConnection: close\r\n\r\n";

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    /** What a pool would have written into a log. */
    private final List<RuntimeException> thrown = new ArrayList<>();

    private final Executor executor = task -> {
        try {
            task.run();
        } catch (RuntimeException e) {
            thrown.add(e);
        }
    };
    private final Waiters waiters = new Waiters(executor);
    private final Places places = new Places(1, "channel-quota", "live channels", Duration.ofSeconds(1));

    private final ByteBudget budget = new ByteBudget(16 << 20);

    @TempDir
    private Path directory;

    /** A channel whose connection ended after somebody looked whether it is open: Jetty throws then. */
    private static final class Torn extends Response.Wrapper {
        private boolean torn;

        Torn(Request request, Response response) {
            super(request, response);
        }

        @Override
        public void write(boolean last, ByteBuffer content, Callback callback) {
            if (torn) {
                throw new NullPointerException("There is no connection any more");
            }
            callback.succeeded();
        }
    }

    @Test
    void aChannelWhoseWriteThrowsGivesItsPlaceBackAndIsNotToldAnyMore() throws Exception {
        List<Integer> waiting = new ArrayList<>();
        try (OpenWorkspaces open = open()) {
            LiveRoute route = route(open);
            serve((request, response, callback) -> {
                Torn channel = new Torn(request, response);
                route.open(route.access().call(request, "studio"), channel, callback);
                waiting.add(waiters.count());
                channel.torn = true;
                waiters.drain();
                waiting.add(waiters.count());
            });
        } finally {
            timer.shutdownNow();
        }

        assertThat(waiting).as("channels before and after").containsExactly(1, 0);
        assertThat(thrown).isEmpty();
        assertThat(timer.getQueue()).as("heartbeats").isEmpty();
        places.take("ada");
    }

    @Test
    void aChannelWhoseClientLeavesAsItOpensIsNobodyWhoWaits() throws Exception {
        List<Integer> waiting = new ArrayList<>();
        try (OpenWorkspaces open = open()) {
            LiveRoute route = route(open);
            serve((request, response, callback) -> {
                Request left = new Request.Wrapper(request) {
                    @Override
                    public void addFailureListener(Consumer<Throwable> listener) {
                        listener.accept(new IOException("The client has left"));
                    }
                };
                route.open(route.access().call(left, "studio"), response, callback);
                waiting.add(waiters.count());
            });
        } finally {
            timer.shutdownNow();
        }

        assertThat(waiting).containsExactly(0);
        assertThat(timer.getQueue()).as("heartbeats").isEmpty();
        places.take("ada");
    }

    /** A channel that notes what is written. */
    private static final class Noted extends Response.Wrapper {
        private final List<String> written = new ArrayList<>();

        Noted(Request request, Response response) {
            super(request, response);
        }

        @Override
        public void write(boolean last, ByteBuffer content, Callback callback) {
            written.add(StandardCharsets.UTF_8.decode(content.duplicate()).toString());
            callback.succeeded();
        }
    }

    @Test
    void aChannelTellsOfWhatItsOwnClientPushedWhenOthersHaveHeard() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        List<String> first = new ArrayList<>();
        List<String> then = new ArrayList<>();
        // so nothing is done later unless this test does it
        timer.execute(() -> {
            busy.countDown();
            await(over);
        });
        // or else it would be the first of what is to be done
        busy.await();
        try (OpenWorkspaces open = open()) {
            LiveRoute route = route(open);
            serve((request, response, callback) -> {
                Call call = route.access().call(request, "studio");
                Noted own = new Noted(request, response);
                route.open(call, own, callback);
                route.workspaces()
                        .push(call, push("t"), memory(), writer -> true, (writer, answer) -> true)
                        .join();
                first.addAll(own.written);
                timer.getQueue().element().run();
                then.addAll(own.written);
                waiters.drain();
            });
        } finally {
            over.countDown();
            timer.shutdownNow();
        }

        assertThat(first).containsExactly(": open\n\n");
        assertThat(then).hasSize(2).last().asString().startsWith("event: ops");
    }

    @Test
    void aChannelThatFindsNoRoomForAnOperationSaysThatThereIsOne() throws Exception {
        List<String> written = new ArrayList<>();
        try (OpenWorkspaces open = open()) {
            LiveRoute route = route(open);
            serve((request, response, callback) -> {
                Call call = route.access().call(request, "studio");
                route.workspaces()
                        .push(call, push("t".repeat(2 << 20)), memory(), writer -> true, (writer, answer) -> true)
                        .join();
                assertThat(budget.take(16 << 20)).isTrue();
                Noted channel = new Noted(request, response);
                route.open(call, channel, callback);
                channel.written.forEach(written::add);
                waiters.drain();
            });
        } finally {
            timer.shutdownNow();
        }

        assertThat(written).containsExactly(": open\n\n", "event: head\ndata: {}\n\n");
        assertThat(thrown).isEmpty();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static PushRequest push(String title) {
        EntityWrites writes = EntityWrites.to(EntityKey.of(NodeId.of("idea")))
                .set("title", Json.of(title))
                .build();
        Op.Origin origin = new Op.Origin(new DeviceId("d"), 1, 1_000);
        return PushRequest.of(List.of(Op.of(new OpId("d-1"), WorkflowId.of("poster"), origin, List.of(writes))));
    }

    private Permit memory() {
        return new Permit(budget, 0, "Others have it");
    }

    private OpenWorkspaces open() throws IOException {
        return OpenWorkspaces.in(directory, executor, waiters, Limits.MAX_OP_BYTES);
    }

    private LiveRoute route(OpenWorkspaces open) {
        timer.setRemoveOnCancelPolicy(true);
        Access access = new Access(
                open.workspaces().serverId(),
                new StaticTokens().add("ada-may-write-0123456789", Principal.of("ada", "studio", Role.EDITOR)),
                new RateLimiter(100, 100, System::nanoTime));
        return new LiveRoute(
                open.workspaces(), access, places, Duration.ofDays(1), new Readings(budget), executor, timer);
    }

    /** Does something within one request. */
    @FunctionalInterface
    private interface Serving {
        void serve(Request request, Response response, Callback callback) throws IOException;
    }

    private static void serve(Serving serving) throws Exception {
        Server jetty = new Server();
        LocalConnector connector = new LocalConnector(jetty);
        jetty.addConnector(connector);
        jetty.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws IOException {
                serving.serve(request, response, callback);
                return true;
            }
        });
        jetty.start();
        try {
            connector.setIdleTimeout(0);
            connector.getResponse(GET, 5, TimeUnit.MINUTES);
        } finally {
            jetty.stop();
        }
    }
}
