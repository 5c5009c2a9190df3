package dev.weftwork.sync;

import dev.weftwork.change.OpId;
import dev.weftwork.schedule.Cancellable;
import dev.weftwork.spi.GestureFrame;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteReply;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows peers this device's gestures. Of each gesture only the newest frame waits, one call is under way at a time, and
 * nothing is tried twice: what comes too late is of no use to anybody, and what waited too long, as for a server that asked
 * for a pause, is not sent at all. While a gesture rests its last frame is shown again each second, so that it does not
 * seem to have ended. Confined to the engine's lane.
 */
final class GestureRelay {
    /** Twenty-five frames a second are fluent. */
    private static final long GAP = Duration.ofMillis(40).toNanos();

    private static final long REPEAT = Duration.ofSeconds(1).toNanos();
    /** Nobody rests that long in the middle of a gesture. */
    private static final long LONGEST_REST = Duration.ofSeconds(30).toNanos();
    /** Older than this a frame is shown by nobody. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final long NEVER = Long.MAX_VALUE;
    private static final int MOST = 64;

    private final Session session;
    private final BooleanSupplier connected;
    /** Those that were sent longest ago come first. */
    private final Map<OpId, Open> gestures = new LinkedHashMap<>();

    private boolean awaited;
    private boolean calling;
    private boolean refused;
    private long notBefore;
    private @Nullable Cancellable timer;

    /**
     * A gesture under way.
     *
     * @param latest its newest frame
     * @param changed when that came
     * @param relayed whether it is another process's, which says itself that it rests
     * @param sent the number of the last frame that peers have seen; zero if they saw none
     * @param due when to send it, by the monotonic clock
     */
    private record Open(GestureFrame latest, boolean relayed, long changed, long sent, long due) {
        /** When to send it again, now that it was sent. */
        long again(long now) {
            return !relayed && now - changed < LONGEST_REST ? now + REPEAT : NEVER;
        }

        /** Whether it has waited so long that it need not be true any more. */
        boolean isOld(long now) {
            boolean rests = !relayed && !latest.values().isEmpty();
            return due < NEVER && now - changed > (rests ? LONGEST_REST + REPEAT : PATIENCE.toNanos());
        }

        Open unsent() {
            return new Open(latest, relayed, changed, sent, NEVER);
        }
    }

    GestureRelay(Session session, BooleanSupplier connected) {
        this.session = session;
        this.connected = connected;
        notBefore = now();
    }

    private long now() {
        return session.scheduler().nanoTime();
    }

    /** A frame was shown here, or a gesture was called off. */
    void shown(GestureFrame frame) {
        take(frame, false);
    }

    /** The same in another process on the storage. */
    void relayed(GestureFrame frame) {
        take(frame, true);
    }

    private void take(GestureFrame frame, boolean relayed) {
        boolean heard = connected.getAsBoolean() && session.mayShowFrames() && !refused;
        if (!heard || !session.scope().includes(frame.workflow())) {
            return;
        }
        Open before = gestures.get(frame.gesture());
        long sent = before == null ? 0 : before.sent;
        if (frame.values().isEmpty() && sent == 0) {
            gestures.remove(frame.gesture());
            return;
        }
        if (before == null && gestures.size() == MOST) {
            gestures.remove(gestures.keySet().iterator().next());
        }
        gestures.put(frame.gesture(), new Open(frame, relayed, now(), sent, now()));
        pump();
    }

    /** A gesture becomes an operation. */
    void committed(OpId gesture) {
        Open open = gestures.remove(gesture);
        awaited |= open != null && open.sent > 0;
    }

    /** Whether peers have seen what now is an edit: it fades there soon, so the operation follows at once. Asked once. */
    boolean awaited() {
        boolean was = awaited;
        awaited = false;
        return was;
    }

    /** Another connection may have what this one has not. */
    void forget() {
        refused = false;
        gestures.clear();
        stopTimer();
    }

    private void stopTimer() {
        Cancellable set = timer;
        timer = null;
        if (set != null) {
            set.cancel();
        }
    }

    private void pump() {
        stopTimer();
        long now = now();
        gestures.replaceAll((gesture, open) -> open.isOld(now) ? open.unsent() : open);
        Open next = null;
        for (Open open : gestures.values()) {
            next = next == null || open.due < next.due ? open : next;
        }
        if (calling || next == null || next.due == NEVER) {
            return;
        }
        long wait = Math.max(notBefore, next.due) - now;
        if (wait <= 0) {
            send(next);
        } else {
            timer = session.scheduler()
                    .schedule(Duration.ofNanos(wait), () -> session.calls().hand(this::pump));
        }
    }

    private void send(Open open) {
        calling = true;
        long now = now();
        notBefore = now + GAP;
        GestureFrame latest = open.latest;
        // above what another process sent that synced before this one, too
        long number = Math.max(open.sent + 1, latest.number());
        GestureFrame frame = new GestureFrame(latest.workflow(), latest.gesture(), number, latest.values());
        gestures.remove(frame.gesture());
        if (!frame.values().isEmpty()) {
            gestures.put(frame.gesture(), new Open(latest, open.relayed, open.changed, number, open.again(now)));
        }
        session.calls().ask(() -> session.remote().frame(frame), PATIENCE, reply -> {
            calling = false;
            if (reply instanceof RemoteReply.Failed<GestureFrame> failed) {
                failed(failed.failure());
            }
            pump();
        });
    }

    private void failed(RemoteFailure failure) {
        switch (failure.kind()) {
            case UNSUPPORTED, FORBIDDEN, UNAUTHORIZED -> {
                refused = true;
                gestures.clear();
            }
            case TOO_LARGE, BAD_REQUEST -> {
                // the next frame may be smaller
            }
            default -> {
                Duration asked = failure.retryAfter();
                Duration pause = asked != null && asked.compareTo(AFTER_FAILURE) > 0 ? asked : AFTER_FAILURE;
                notBefore = now() + pause.toNanos();
            }
        }
    }
}
