package dev.weftwork.store;

import dev.weftwork.change.GraphState;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.spi.GestureFrame;
import dev.weftwork.store.WorkflowChange.Origin;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Shows the gestures of peers to whoever listens, until they end. What ended is remembered for a while, since a frame may
 * arrive behind the operation that it became. Safe for use by many threads.
 */
final class PeerGestures {
    /** How long a frame is shown without another. */
    static final Duration LIFE = Duration.ofSeconds(2);

    /** More at once is no crowd but an attack; what is over it is not shown. */
    private static final int MOST = 64;

    private final Engine engine;
    private final Announcer announcer;
    private final Scheduler scheduler;
    private final Map<OpId, Showing> shown = new LinkedHashMap<>();
    private final RecentIds ended = new RecentIds(4 * MOST);
    /** Those of other processes that somebody shows to peers. */
    private final RecentIds relayed = new RecentIds(4 * MOST);

    private final FrameSender neighbours;
    private final Consumer<OpId> over;
    private boolean watching;

    private record Showing(WorkflowId workflow, long number, long until) {}

    /**
     * Shows nothing yet.
     *
     * @param neighbours is handed what the server tells, for other processes
     * @param over is told that a gesture has become an operation, if it asked for that; must be quick
     */
    PeerGestures(Engine engine, FrameSender neighbours, Consumer<OpId> over, StoreParts parts) {
        this.engine = engine;
        this.neighbours = neighbours;
        this.over = over;
        announcer = parts.announcer();
        scheduler = parts.scheduler();
        announcer.onOperations(this::end);
    }

    /** Tells when a gesture of another process has become an operation; gives false if it has already. */
    boolean tellWhenOver(OpId gesture) {
        relayed.add(gesture);
        // in this order: it may become one meanwhile
        return !ended.contains(gesture);
    }

    /** The server told of a gesture. */
    void heard(GestureFrame frame) {
        if (!neighbours.isOwn(frame.gesture())) {
            show(frame);
            neighbours.heard(frame);
        }
    }

    void show(GestureFrame frame) {
        if (!announcer.isHeard(frame.workflow())) {
            return;
        }
        // loads the graph if need be, which must not happen inside
        Optional<GraphState> known = engine.state(frame.workflow());
        if (known.filter(GraphState::alive).isPresent()) {
            engine.locked(() -> {
                take(frame, engine.home(frame.workflow()));
                return true;
            });
        }
    }

    private void take(GestureFrame frame, GraphState base) {
        OpId gesture = frame.gesture();
        Showing last = shown.get(gesture);
        boolean tooLate = ended.contains(gesture)
                || (last == null
                        ? shown.size() == MOST
                        : last.number >= frame.number() || !last.workflow.equals(frame.workflow()));
        if (tooLate) {
            return;
        }
        if (frame.values().isEmpty()) {
            ended.add(gesture);
            shown.remove(gesture);
            announcer.lift(gesture, base, Origin.PEER_GESTURE);
            return;
        }
        shown.put(gesture, new Showing(frame.workflow(), frame.number(), scheduler.nanoTime() + LIFE.toNanos()));
        Op op = engine.ephemeral(frame.workflow(), frame.values());
        announcer.hover(gesture, op, base, Origin.PEER_GESTURE);
        watch(LIFE.toNanos());
    }

    /**
     * Gestures have become operations, or others have: they can no longer be told apart later. Frames come another way
     * than operations, so that even the first of a gesture may come behind.
     */
    private void end(List<Op> ops, boolean here) {
        if (watching || !here) {
            for (Op op : ops) {
                shown.remove(op.id());
                ended.add(op.id());
                if (relayed.remove(op.id())) {
                    over.accept(op.id());
                }
            }
        }
    }

    private void watch(long nanos) {
        if (!watching) {
            watching = engine.journal().background().after(Duration.ofNanos(nanos), this::expire);
        }
    }

    private void expire() {
        engine.whileOpen(() -> {
            watching = false;
            long now = scheduler.nanoTime();
            long next = Long.MAX_VALUE;
            for (Iterator<Map.Entry<OpId, Showing>> each = shown.entrySet().iterator(); each.hasNext(); ) {
                Map.Entry<OpId, Showing> showing = each.next();
                long left = showing.getValue().until - now;
                if (left <= 0) {
                    each.remove();
                    announcer.lift(showing.getKey(), engine.home(showing.getValue().workflow), Origin.PEER_GESTURE);
                } else {
                    next = Math.min(next, left);
                }
            }
            if (next < Long.MAX_VALUE) {
                watch(next);
            }
        });
    }
}
