package dev.weftwork.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

/** A source goes over the wire in stretches that are worth a call of the system, and no faster than it is asked for. */
final class SourceBodyTest {
    private static final int LENGTH = 200_000;

    private final byte[] content = new byte[LENGTH + 100];

    SourceBodyTest() {
        new Random(3).nextBytes(content);
    }

    /** Takes what comes, and asks for more when told to. */
    private static final class Client implements Flow.Subscriber<ByteBuffer> {
        private final ByteArrayOutputStream came = new ByteArrayOutputStream();
        private final boolean greedy;
        private Flow.Subscription from;
        private int stretches;
        private int ends;
        private Throwable failure;

        Client(boolean greedy) {
            this.greedy = greedy;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            from = given;
            from.request(1);
        }

        @Override
        public void onNext(ByteBuffer stretch) {
            stretches++;
            came.write(stretch.array(), stretch.arrayOffset() + stretch.position(), stretch.remaining());
            if (greedy) {
                from.request(1);
            }
        }

        @Override
        public void onError(Throwable reason) {
            failure = reason;
        }

        @Override
        public void onComplete() {
            ends++;
        }
    }

    private SourceBody body(long offset, long length) {
        return new SourceBody(
                from -> new ByteArrayInputStream(content, (int) from, content.length), offset, length, (n, at) -> {});
    }

    @Test
    void allOfItComesInFewStretchesAndEndsOnce() {
        Client client = new Client(true);
        body(50, LENGTH).publisher().subscribe(client);

        assertThat(client.came.toByteArray()).isEqualTo(Arrays.copyOfRange(content, 50, LENGTH + 50));
        assertThat(client.stretches).isEqualTo(4);
        assertThat(client.ends).isEqualTo(1);
        assertThat(client.failure).isNull();
    }

    @Test
    void nothingIsReadThatNobodyAskedFor() {
        Client client = new Client(false);
        body(0, LENGTH).publisher().subscribe(client);

        assertThat(client.stretches).isEqualTo(1);
        client.from.request(2);
        assertThat(client.stretches).isEqualTo(3);
        client.from.cancel();
        client.from.request(1);
        assertThat(client.stretches).isEqualTo(3);
        assertThat(client.ends).isZero();
    }

    @Test
    void aSourceThatEndsTooEarlyIsToBlame() {
        Client client = new Client(true);
        SourceBody body = body(0, content.length + 1);
        body.publisher().subscribe(client);

        assertThat(client.failure).hasMessageContaining("it ended 1 bytes before its end");
        assertThat(body.failure()).isSameAs(client.failure);
        assertThat(client.ends).isZero();
    }

    @Test
    void whoIsAskedOnceMoreBeginsAnew() {
        SourceBody body = body(0, LENGTH);
        body.publisher().subscribe(new Client(false));
        Client again = new Client(true);
        body.publisher().subscribe(again);

        assertThat(again.came.toByteArray()).isEqualTo(Arrays.copyOf(content, LENGTH));
    }
}
