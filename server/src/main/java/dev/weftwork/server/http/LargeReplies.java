package dev.weftwork.server.http;

import dev.weftwork.wire.Problem;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Replies that are on their way to whoever reads them slowly. All together have a bound, and none is waited for without
 * end. Thread-safe.
 */
final class LargeReplies {
    private static final int SMALL = 256 << 10;
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Problem BUSY = new Problem(503, "busy", "Others are being sent much at the moment; try again");

    private final ByteBudget budget;
    private final Pace pace;
    private final ScheduledExecutorService timer;

    LargeReplies(ByteBudget budget, Pace pace, ScheduledExecutorService timer) {
        this.budget = budget;
        this.pace = pace;
        this.timer = timer;
    }

    /** With room for an eighth of the heap. */
    static LargeReplies usual(ScheduledExecutorService timer) {
        return new LargeReplies(ByteBudget.eighthOfHeap(), Pace.USUAL, timer);
    }

    static Reply refusal() {
        return Reply.of(BUSY, SOON);
    }

    /**
     * Makes room for a reply.
     *
     * @param bytes how long it is
     * @param cutOff ends the connection
     * @param callback is told when the reply is gone
     * @return what is to be told so in its place, or null if there is no room
     */
    @Nullable Callback hold(int bytes, Runnable cutOff, Callback callback) {
        if (bytes <= SMALL) {
            return callback;
        }
        if (!budget.take(bytes)) {
            return null;
        }
        AtomicBoolean held = new AtomicBoolean(true);
        Future<?> limit = timer.schedule(cutOff, pace.limitMillis(bytes), TimeUnit.MILLISECONDS);
        return Callback.from(callback, () -> {
            if (held.compareAndSet(true, false)) {
                limit.cancel(false);
                budget.giveBack(bytes);
            }
        });
    }
}
