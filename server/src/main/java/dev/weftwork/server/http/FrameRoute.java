package dev.weftwork.server.http;

import dev.weftwork.change.GestureOrder;
import dev.weftwork.server.Role;
import dev.weftwork.spi.GestureFrame;
import dev.weftwork.wire.FrameMessages;
import dev.weftwork.wire.Limits;
import dev.weftwork.wire.Problem;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** Passes frames of gestures on to whoever listens. Touches no storage and keeps nothing but the last number of each. */
record FrameRoute(Waiters waiters, Bodies bodies, RateLimiter limiter, GestureOrder order) {
    /** What one principal may send in a workspace each second: two devices that drag without a rest. */
    private static final double PER_SECOND = 60;

    private static final int MOST_GESTURES = 10_000;

    FrameRoute(Waiters waiters, Bodies bodies) {
        this(
                waiters,
                bodies,
                new RateLimiter(PER_SECOND, 2 * PER_SECOND, System::nanoTime),
                new GestureOrder(MOST_GESTURES));
    }

    CompletableFuture<Reply> pass(Call call) {
        call.require(Role.EDITOR);
        String channel = call.channel();
        return bodies.read(call.request(), body -> {
            // a refusal before the body is read would cost the connection, which other requests may share
            limit(call);
            pass(call, channel, body);
            return CompletableFuture.completedFuture(Reply.NOTHING);
        });
    }

    private void limit(Call call) {
        limiter.take(call.workspace() + "\n" + call.principal().id()).ifPresent(pause -> {
            throw new ProblemException(new Problem(429, "rate", "So many frames nobody sees; send fewer"), pause);
        });
    }

    private void pass(Call call, String channel, String body) {
        if (body.getBytes(StandardCharsets.UTF_8).length > Limits.MAX_FRAME_BYTES) {
            throw Bodies.tooLarge(Limits.MAX_FRAME_BYTES);
        }
        GestureFrame frame = FrameMessages.read(body);
        String principal = call.principal().id();
        if (order.passes(call.workspace(), principal, frame.gesture(), frame.number())) {
            waiters.pass(call.workspace(), new PassedFrame(principal, channel, frame, FrameMessages.text(frame)));
        }
    }
}
