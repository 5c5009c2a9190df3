package dev.weftwork.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

/** What comes over the wire in small portions goes to the sink in large stretches, whole, in order and within a bound. */
final class SinkBodyTest {
    private static final int PORTION = 16 << 10;

    private final List<Runnable> tasks = new ArrayList<>();
    private final List<Integer> stretches = new ArrayList<>();
    private final ByteArrayOutputStream came = new ByteArrayOutputStream();
    private final Wire wire = new Wire();

    /** Counts what was asked for. */
    private static final class Wire implements Flow.Subscription {
        private long asked;
        private boolean cancelled;

        @Override
        public void request(long count) {
            asked += count;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    private SinkBody body(long skip) {
        SinkBody body = new SinkBody(this::take, skip, count -> {}, tasks::add);
        body.onSubscribe(wire);
        return body;
    }

    private void take(ByteBuffer bytes) {
        stretches.add(bytes.remaining());
        while (bytes.hasRemaining()) {
            came.write(bytes.get());
        }
    }

    private void run() {
        while (!tasks.isEmpty()) {
            tasks.remove(0).run();
        }
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private static void send(SinkBody body, byte[] content) {
        for (int at = 0; at < content.length; at += PORTION) {
            int count = Math.min(PORTION, content.length - at);
            body.onNext(List.of(ByteBuffer.wrap(content, at, count).asReadOnlyBuffer()));
        }
    }

    @Test
    void whatCameWhileTheSinkWasBusyGoesThereInOneStretch() {
        SinkBody body = body(0);
        byte[] content = bytes(20 * PORTION + 5);

        send(body, content);
        body.onComplete();
        assertThat(body.getBody().toCompletableFuture())
                .as("before the sink has it")
                .isNotDone();
        run();

        assertThat(stretches).containsExactly(128 << 10, 128 << 10, 4 * PORTION + 5);
        assertThat(came.toByteArray()).isEqualTo(content);
        assertThat(body.getBody().toCompletableFuture()).isCompleted();
    }

    @Test
    void noMoreIsAskedForThanTheSinkMayBeBehind() {
        SinkBody body = body(0);
        long first = wire.asked;
        send(body, bytes(31 * PORTION));

        assertThat(first).isEqualTo(32);
        assertThat(wire.asked).as("while the sink does nothing").isEqualTo(first);
        run();
        assertThat(wire.asked).as("for the first half that it took").isEqualTo(first + 16);
        send(body, bytes(PORTION));
        run();
        assertThat(wire.asked).as("and for the other").isEqualTo(first + 32);
    }

    @Test
    void whatCameBeforeACutIsHandedOverFirst() {
        SinkBody body = body(3);
        byte[] content = bytes(2 * PORTION);

        send(body, content);
        body.onError(new IOException("cut"));
        run();

        assertThat(came.size()).as("without what the sink had").isEqualTo(2 * PORTION - 3);
        assertThat(body.getBody().toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void aCutCountsWhenTheSinkHasWhatCameBefore() {
        SinkBody body = body(0);
        byte[] content = bytes(3 * PORTION);
        IOException cut = new IOException("cut");

        send(body, content);
        CompletableFuture<Throwable> counts = body.cut(cut).toCompletableFuture();
        assertThat(counts).as("while the sink has yet to take it").isNotDone();
        body.onError(new IOException("told again"));
        run();

        assertThat(came.toByteArray()).isEqualTo(content);
        assertThat(counts).isCompletedWithValue(cut);
    }

    @Test
    void aSinkThatFailsAfterACutIsTheReason() {
        SinkBody body = new SinkBody(
                bytes -> {
                    throw new IOException("no space");
                },
                0,
                count -> {},
                tasks::add);
        body.onSubscribe(wire);
        send(body, bytes(PORTION));
        CompletableFuture<Throwable> counts = body.cut(new IOException("cut")).toCompletableFuture();
        run();

        assertThat(counts.join()).isInstanceOf(SinkBody.SinkFailed.class);
    }

    @Test
    void whoGaveUpHearsNoMore() {
        SinkBody body = body(0);
        send(body, bytes(PORTION));
        body.close();
        run();

        assertThat(stretches).isEmpty();
        assertThat(wire.cancelled).isTrue();
        assertThat(body.getBody().toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void aSinkThatThrowsEndsItAndIsNotAskedAgain() {
        List<Integer> asked = new ArrayList<>();
        SinkBody body = new SinkBody(
                bytes -> {
                    asked.add(bytes.remaining());
                    throw new IOException("no space");
                },
                0,
                count -> {},
                tasks::add);
        body.onSubscribe(wire);
        send(body, bytes(PORTION));
        run();
        send(body, bytes(PORTION));
        body.onComplete();
        run();

        assertThat(asked).containsExactly(PORTION);
        CompletableFuture<byte[]> done = body.getBody().toCompletableFuture();
        assertThat(done.handle((value, failure) -> failure).join()).isInstanceOf(SinkBody.SinkFailed.class);
    }

    @Test
    void aSinkThatBreaksEndsItInsteadOfLettingWhoeverWaitsWaitForEver() {
        SinkBody body = new SinkBody(
                bytes -> {
                    throw new AssertionError("broken");
                },
                0,
                count -> {},
                tasks::add);
        body.onSubscribe(wire);
        send(body, bytes(PORTION));
        body.onComplete();
        run();

        assertThat(wire.cancelled).isTrue();
        CompletableFuture<byte[]> done = body.getBody().toCompletableFuture();
        assertThat(done).isDone();
        assertThat(done.handle((value, failure) -> failure).join()).isInstanceOf(SinkBody.SinkFailed.class);
    }
}
