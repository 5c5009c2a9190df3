package dev.weftwork.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A stream as the body of a request, read when the client asks for more. The client's own way reads stretches a quarter as
 * long.
 */
final class Stretches implements Flow.Subscription {
    private static final int STRETCH = 64 << 10;

    private final InputStream in;
    private final Flow.Subscriber<? super ByteBuffer> client;
    private final AtomicLong wanted = new AtomicLong();
    /** Above zero while somebody gives; who finds that leaves the giving to them. */
    private final AtomicInteger asks = new AtomicInteger();

    private long left;
    private volatile boolean over;

    /**
     * Gives what a stream has.
     *
     * @param in the stream; it ends with an exception if it is too short
     * @param length how much it has, more than nothing
     * @param client who takes it
     */
    Stretches(InputStream in, long length, Flow.Subscriber<? super ByteBuffer> client) {
        this.in = in;
        this.left = length;
        this.client = client;
    }

    @Override
    public void request(long count) {
        if (count <= 0) {
            fail(new IllegalArgumentException(count + " stretches cannot be asked for; ask for one or more"));
            return;
        }
        wanted.accumulateAndGet(count, (before, more) -> before + more < 0 ? Long.MAX_VALUE : before + more);
        if (asks.getAndIncrement() > 0) {
            return;
        }
        int seen = 1;
        while (seen > 0) {
            give();
            seen = asks.addAndGet(-seen);
        }
    }

    private void give() {
        while (!over && wanted.get() > 0) {
            wanted.decrementAndGet();
            try {
                byte[] stretch = new byte[(int) Math.min(STRETCH, left)];
                int count = in.read(stretch);
                left -= count;
                client.onNext(ByteBuffer.wrap(stretch, 0, count));
            } catch (IOException | RuntimeException e) {
                fail(e);
            }
            if (left == 0 && !over) {
                over = true;
                client.onComplete();
            }
        }
    }

    private void fail(Exception reason) {
        if (!over) {
            over = true;
            client.onError(reason);
        }
    }

    @Override
    public void cancel() {
        over = true;
    }
}
