package dev.weftwork.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.change.DeviceId;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.LiveListener;
import dev.weftwork.spi.LiveRequest;
import dev.weftwork.spi.PullAnswer;
import dev.weftwork.spi.PullRequest;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.spi.RemoteCursor;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteFailure.Kind;
import dev.weftwork.spi.RemoteHello;
import dev.weftwork.spi.RemoteReply;
import dev.weftwork.spi.RemoteTime;
import dev.weftwork.wire.Answers;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

final class HttpFailureTest {
    private static final RemoteHello HELLO = new RemoteHello("s", "w", "ada", true, 1, 1, Set.of());
    private static final String FINE = StubServer.answer("200 OK", "", Answers.hello(HELLO, new RemoteTime(1, 2)));
    private static final String REFUSED = StubServer.answer("401 Unauthorized", "", "");

    @Test
    void aRefusedTokenIsAskedForOnceMore() {
        Iterator<String> tokens = List.of("old", "new").iterator();
        try (StubServer server = StubServer.saying(REFUSED, FINE);
                HttpRemote remote = HttpRemote.at(server.address(), tokens::next)) {
            assertThat(remote.hello().join()).isEqualTo(new RemoteReply.Ok<>(HELLO, new RemoteTime(1, 2)));
            assertThat(server.requests().get(0)).contains("Authorization: Bearer old\r\n");
            assertThat(server.requests().get(1)).contains("Authorization: Bearer new\r\n");
        }
    }

    /** It may be long in coming; whoever calls may be a thread that nothing else waits for. */
    @Test
    void aTokenIsNeverAskedForOnTheThreadThatCalls() {
        Set<Thread> asked = ConcurrentHashMap.newKeySet();
        Supplier<String> none = () -> {
            asked.add(Thread.currentThread());
            return "";
        };
        try (HttpRemote remote = HttpRemote.at(URI.create("http://127.0.0.1:9"), none)) {
            for (int i = 0; i < 20_000; i++) {
                assertThat(failure(remote.hello()).code()).isEqualTo("no-token");
            }
        }
        assertThat(asked).isNotEmpty().doesNotContain(Thread.currentThread());
    }

    @Test
    void twoRefusalsAreFinal() {
        try (StubServer server = StubServer.saying(REFUSED);
                HttpRemote remote = HttpRemote.at(server.address(), () -> "old")) {
            assertThat(failure(remote.hello()).kind()).isEqualTo(Kind.UNAUTHORIZED);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void whileThereIsNoTokenNothingIsSent() {
        for (String none : Arrays.asList(null, "", " ")) {
            try (StubServer server = StubServer.saying(FINE);
                    HttpRemote remote = HttpRemote.at(server.address(), () -> none)) {
                RemoteFailure failure = failure(remote.hello());
                assertThat(failure.kind()).isEqualTo(Kind.UNAUTHORIZED);
                assertThat(failure.code()).isEqualTo("no-token");
                assertThat(endOf(remote).kind()).as("of a live channel").isEqualTo(Kind.UNAUTHORIZED);
                assertThat(server.requests()).isEmpty();
            }
        }
    }

    @Test
    void aTokenIsReadAsAFileHasIt() {
        try (StubServer server = StubServer.saying(FINE);
                HttpRemote remote = HttpRemote.at(server.address(), () -> "token\n")) {
            assertThat(remote.hello().join()).isInstanceOf(RemoteReply.Ok.class);
            assertThat(server.requests().get(0)).contains("Authorization: Bearer token\r\n");
        }
    }

    @Test
    void aTokenThatNoHeaderCanCarryIsSaidToBeTheReason() {
        for (String token : List.of("two\nwords", "t\u4e16kn")) {
            try (StubServer server = StubServer.saying(FINE);
                    HttpRemote remote = HttpRemote.at(server.address(), () -> token)) {
                RemoteFailure failure = failure(remote.hello());
                assertThat(failure.kind()).isEqualTo(Kind.UNAUTHORIZED);
                assertThat(failure.message()).contains("no header can carry").doesNotContain("words", "t\u4e16kn");
                assertThat(server.requests()).isEmpty();
            }
        }
    }

    @Test
    void theServersWishForAPauseIsHandedOn() {
        String busy = StubServer.answer("503 Service Unavailable", "Retry-After: 7\r\n", "");
        try (StubServer server = StubServer.saying(busy);
                HttpRemote remote = HttpRemote.at(server.address(), () -> "token")) {
            assertThat(failure(remote.hello()))
                    .isEqualTo(new RemoteFailure(
                            Kind.UNAVAILABLE, "http-503", "The answer had status 503", Duration.ofSeconds(7)));
        }
    }

    @Test
    void whatIsNoAnswerOfOursIsAnOutage() {
        String page = StubServer.answer("200 OK", "", "<html>Please log in to the hotel's network</html>");
        String gateway = StubServer.answer("502 Bad Gateway", "", "<html></html>");
        String notPacked = StubServer.answer("200 OK", "Content-Encoding: gzip\r\n", "{}");
        try (StubServer server = StubServer.saying(page, gateway, notPacked);
                HttpRemote remote = HttpRemote.at(server.address(), () -> "token")) {
            assertThat(failure(remote.hello()).kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(failure(remote.hello()).kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(failure(remote.hello()).kind()).isEqualTo(Kind.UNAVAILABLE);
        }
    }

    @Test
    void whoeverDoesNotAnswerIsNotWaitedForForEver() {
        String stalled = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{";
        try (StubServer silent = StubServer.saying("");
                StubServer stalling = StubServer.saying(stalled);
                HttpRemote first = impatient(silent.address());
                HttpRemote second = impatient(stalling.address())) {
            assertThat(failure(first.hello()).kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(failure(second.hello()).kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(failure(second.pull(PullRequest.after(RemoteCursor.START, 1)))
                            .kind())
                    .isEqualTo(Kind.UNAVAILABLE);
        }
    }

    @Test
    void aServerThatIsNotThereIsAnOutage() {
        StubServer server = StubServer.saying("");
        server.close();
        try (HttpRemote remote = HttpRemote.at(server.address(), () -> "token")) {
            assertThat(failure(remote.hello()).code()).isEqualTo("network");
        }
    }

    @Test
    void whatASupplierThrowsIsToldWithoutItsMessage() {
        try (StubServer server = StubServer.saying(FINE);
                HttpRemote remote = HttpRemote.at(server.address(), () -> {
                    throw new IllegalStateException("the secret is abc");
                })) {
            assertThat(failure(remote.hello()).kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(failure(remote.hello()).message())
                    .startsWith("The supplier of tokens failed with IllegalStateException")
                    .doesNotContain("abc");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void largeBodiesArePacked() {
        EntityWrites writes = EntityWrites.to(EntityKey.of(NodeId.of("n")))
                .set("title", Json.of("x".repeat(5_000)))
                .build();
        Op op = Op.of(new OpId("o"), WorkflowId.of("w"), new Op.Origin(new DeviceId("d"), 1, 1), List.of(writes));
        try (StubServer server = StubServer.saying(REFUSED);
                HttpRemote remote = HttpRemote.at(server.address(), () -> "token")) {
            remote.push(PushRequest.of(List.of(op))).join();

            assertThat(server.requests().get(0))
                    .startsWith("POST /v1/workspaces/~/ops?channel=")
                    .contains("Content-Encoding: gzip");
        }
    }

    @Test
    void aSilentChannelEnds() {
        String open = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n: open\n\n";
        try (StubServer server = StubServer.saying(open);
                HttpRemote remote = HttpRemote.builder(server.address(), () -> "token")
                        .silence(Duration.ofMillis(100))
                        .build()) {
            assertThat(endOf(remote).code()).isEqualTo("live-silent");
        }
    }

    @Test
    void aFarewellSaysWhenToComeAgain() {
        String bye = "event: bye\ndata: {\"reason\":\"drain\",\"retryAfterMs\":700}\n\n";
        String open = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n: open\n\n" + bye;
        try (StubServer server = StubServer.saying(open);
                HttpRemote remote = HttpRemote.at(server.address(), () -> "token")) {
            assertThat(endOf(remote).retryAfter()).isEqualTo(Duration.ofMillis(700));
        }
    }

    @Test
    void onlyHttpIsSpoken() {
        assertThatThrownBy(() -> HttpRemote.at(URI.create("ftp://example.com"), () -> "token"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot begin with 'ftp'");
    }

    private static HttpRemote impatient(URI server) {
        return HttpRemote.builder(server, () -> "token")
                .timeout(Duration.ofMillis(150))
                .build();
    }

    private static <T> RemoteFailure failure(CompletableFuture<RemoteReply<T>> call) {
        RemoteReply<T> reply = call.join();
        assertThat(reply).isInstanceOf(RemoteReply.Failed.class);
        return ((RemoteReply.Failed<T>) reply).failure();
    }

    private static RemoteFailure endOf(HttpRemote remote) {
        CompletableFuture<RemoteFailure> end = new CompletableFuture<>();
        remote.live(new LiveRequest(RemoteCursor.START, Set.of()), new LiveListener() {
            @Override
            public void opened() {
                assertThat(end).isNotDone();
            }

            @Override
            public void ops(PullAnswer answer, RemoteTime time) {
                end.completeExceptionally(new AssertionError("Nobody sent operations"));
            }

            @Override
            public void behind() {
                end.completeExceptionally(new AssertionError("Nobody is behind"));
            }

            @Override
            public void ended(RemoteFailure failure) {
                end.complete(failure);
            }
        });
        return end.join();
    }
}
