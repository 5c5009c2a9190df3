package dev.weftwork.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who sends or reads slowly holds no more memory than there is for that, and not for ever. */
@Timeout(300)
final class SlowPeersTest {
    private static final int MEGABYTE = 1 << 20;
    private static final Pace NO_PATIENCE = new Pace(Duration.ofMillis(1), Long.MAX_VALUE / 10_000);
    private static final Pace PATIENCE = new Pace(Duration.ofDays(1), 1);

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final ByteBudget budget = new ByteBudget(3 * MEGABYTE);

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void repliesThatNobodyReadsAreBoundedAllTogether() {
        LargeReplies replies = new LargeReplies(budget, PATIENCE, timer);
        List<Callback> slow = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            slow.add(Objects.requireNonNull(replies.hold(MEGABYTE, () -> {}, Callback.NOOP)));
        }

        assertThat(replies.hold(MEGABYTE, () -> {}, Callback.NOOP))
                .as("a fourth")
                .isNull();
        assertThat(replies.hold(1_000, () -> {}, Callback.NOOP))
                .as("a small one")
                .isNotNull();

        slow.get(0).succeeded();
        slow.get(1).failed(new IllegalStateException("gone"));
        assertThat(budget.taken()).isEqualTo(MEGABYTE);
        assertThat(replies.hold(2 * MEGABYTE, () -> {}, Callback.NOOP)).isNotNull();
    }

    @Test
    void aReplyLargerThanAllTheRoomIsSentAlone() {
        LargeReplies replies = new LargeReplies(budget, PATIENCE, timer);

        Callback huge = Objects.requireNonNull(replies.hold(4 * MEGABYTE, () -> {}, Callback.NOOP));
        assertThat(replies.hold(MEGABYTE, () -> {}, Callback.NOOP))
                .as("beside it")
                .isNull();
        huge.succeeded();

        assertThat(replies.hold(MEGABYTE, () -> {}, Callback.NOOP)).isNotNull();
        assertThat(replies.hold(4 * MEGABYTE, () -> {}, Callback.NOOP))
                .as("beside another")
                .isNull();
    }

    @Test
    void aReplyThatIsReadTooSlowlyIsCutOff() throws InterruptedException {
        CountDownLatch cut = new CountDownLatch(1);

        assertThat(new LargeReplies(budget, NO_PATIENCE, timer).hold(MEGABYTE, cut::countDown, Callback.NOOP))
                .isNotNull();

        assertThat(cut.await(2, TimeUnit.MINUTES)).as("it was cut off").isTrue();
    }

    @Test
    void aLargeBodyThatComesTooSlowlyIsRefusedAndGivesItsMemoryBack() throws Exception {
        Bodies bodies = new Bodies(Runnable::run, timer, budget, NO_PATIENCE);
        try (Taker taker =
                new Taker(request -> bodies.readDocument(request, (body, permit) -> new CompletableFuture<>()))) {
            taker.send("Content-Length: " + 2 * MEGABYTE + "\r\n\r\n{\"id\":");
            CompletableFuture<Reply> reply = taker.read.get(2, TimeUnit.MINUTES);

            assertThatThrownBy(() -> reply.get(2, TimeUnit.MINUTES))
                    .hasCauseInstanceOf(ProblemException.class)
                    .hasMessageContaining("too-slow");
            assertThat(budget.taken()).isZero();
        }
    }

    @Test
    void aLargeBodyHoldsAllThatItComesToUntilItIsAnswered() throws Exception {
        ByteBudget room = new ByteBudget(100 * MEGABYTE);
        CompletableFuture<Reply> answer = new CompletableFuture<>();
        CompletableFuture<Long> held = new CompletableFuture<>();
        Bodies bodies = new Bodies(Runnable::run, timer, room, PATIENCE);
        try (Taker taker = new Taker(request -> bodies.readDocument(request, (body, permit) -> {
            held.complete(room.taken());
            return answer;
        }))) {
            taker.send("Content-Length: " + 2 * MEGABYTE + "\r\n\r\n" + "x".repeat(2 * MEGABYTE));

            assertThat(held.get(2, TimeUnit.MINUTES)).isGreaterThan(10 * MEGABYTE);
            answer.complete(Reply.NOTHING);
            taker.read.get(2, TimeUnit.MINUTES).get(2, TimeUnit.MINUTES);
            assertThat(room.taken()).isZero();
        }
    }

    @Test
    void manySmallBodiesAreTakenInAsFarAsThereIsRoom() throws Exception {
        ByteBudget small = new ByteBudget(10 * MEGABYTE);
        Bodies bodies = new Bodies(Runnable::run, timer, budget, small, PATIENCE);
        CompletableFuture<Reply> answer = new CompletableFuture<>();
        try (Taker first = new Taker(request -> bodies.read(request, body -> answer));
                Taker second = new Taker(request -> bodies.read(request, body -> answer))) {
            String body = "Content-Length: " + MEGABYTE + "\r\n\r\n" + "x".repeat(MEGABYTE);
            first.send(body);
            CompletableFuture<Reply> held = first.read.get(2, TimeUnit.MINUTES);
            assertThat(held).isNotDone();

            second.send(body);

            CompletableFuture<Reply> refused = second.read.get(2, TimeUnit.MINUTES);
            assertThatThrownBy(() -> refused.get(2, TimeUnit.MINUTES))
                    .hasCauseInstanceOf(ProblemException.class)
                    .hasMessageContaining("busy");
            answer.complete(Reply.NOTHING);
            held.get(2, TimeUnit.MINUTES);
            assertThat(small.taken()).isZero();
        }
    }

    @Test
    void whatHasMoreBytesAsItGoesOutThanAnOperationMayHaveIsTooLarge() {
        Bodies bodies = new Bodies(Runnable::run, timer, new ByteBudget(4 * MEGABYTE, 27 * MEGABYTE), PATIENCE);
        String backslashes = "\\".repeat(2 * MEGABYTE);

        bodies.requireBearable(List.of(text("[0,\"" + backslashes + "\"]")));

        assertThatThrownBy(() -> bodies.requireBearable(List.of(text("[-0,\"" + backslashes + "\"]"))))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("too-large");
    }

    private static EntityWrites text(String json) {
        return EntityWrites.to(EntityKey.of(NodeId.of("idea")))
                .set("config.text", Json.parse(json))
                .build();
    }

    @Test
    void aBodyThatWouldTakeMoreThanAllTheRoomIsTooLarge() throws Exception {
        Bodies bodies = new Bodies(Runnable::run, timer, new ByteBudget(4 * MEGABYTE, 8 * MEGABYTE), PATIENCE);
        try (Taker taker = new Taker(
                request -> bodies.readDocument(request, (body, permit) -> CompletableFuture.completedFuture(null)))) {
            taker.send("Content-Length: " + 2 * MEGABYTE + "\r\n\r\n" + "x".repeat(2 * MEGABYTE));

            CompletableFuture<Reply> reply = taker.read.get(2, TimeUnit.MINUTES);
            assertThatThrownBy(() -> reply.get(2, TimeUnit.MINUTES))
                    .hasCauseInstanceOf(ProblemException.class)
                    .hasMessageContaining("too-large");
        }
    }

    /** A server without a network, for one request. */
    private static final class Taker implements AutoCloseable {
        final CompletableFuture<CompletableFuture<Reply>> read = new CompletableFuture<>();
        private final Server jetty = new Server();
        private final LocalConnector connector = new LocalConnector(jetty);

        Taker(Function<Request, CompletableFuture<Reply>> work) throws Exception {
            jetty.addConnector(connector);
            // how slow somebody may be is up to those who are tested
            connector.setIdleTimeout(0);
            jetty.setHandler(new Handler.Abstract() {
                @Override
                public boolean handle(Request request, Response response, Callback callback) {
                    try {
                        read.complete(work.apply(request));
                    } catch (ProblemException e) {
                        read.complete(CompletableFuture.failedFuture(e));
                    }
                    return true;
                }
            });
            jetty.start();
        }

        void send(String rest) {
            connector.executeRequest("POST / HTTP/1.1\r\nHost: weftwork\r\nContent-Type: application/json\r\n" + rest);
        }

        @Override
        public void close() {
            LifeCycle.stop(jetty);
        }
    }
}
