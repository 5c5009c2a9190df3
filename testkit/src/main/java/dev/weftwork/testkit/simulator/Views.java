package dev.weftwork.testkit.simulator;

import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.Verdict;
import dev.weftwork.graph.Workflow;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.oplog.LogEntry;
import dev.weftwork.oplog.LoggedOp;
import dev.weftwork.spi.RemoteCursor;
import dev.weftwork.store.Store;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * 16: what a store shows is what its server had at the store's cursor, and over it what the store did since. 13: whoever
 * stands at a cursor has seen all up to there. Checked between faults, as often as one can afford.
 */
final class Views {
    private static final Pattern COUNTS = Pattern.compile("(version=| v| @|updatedAt=)[0-9]+");

    private final MemoryWorkspace server;
    private final Chance chance;
    private final boolean forgetful;
    private final Map<RemoteCursor, Map<WorkflowId, GraphState>> pasts = new HashMap<>();

    Views(MemoryWorkspace server, Chance chance, FaultProfile profile) {
        this.server = server;
        forgetful = profile.compactions() > 0;
        this.chance = chance;
        pasts.put(RemoteCursor.START, Map.of());
    }

    /** The server hands out a cursor behind which there is nothing yet. */
    void standsAt(RemoteCursor cursor) {
        pasts.computeIfAbsent(cursor, now -> {
            Map<WorkflowId, GraphState> states = new HashMap<>();
            server.workflows().forEach(id -> states.put(id, server.state(id)));
            return states;
        });
    }

    /** Looks at some of the moments. */
    void look(SimulatedDevice device, Store store) {
        if (store.binding().isPresent() && chance.happens(0.1)) {
            RemoteCursor cursor = store.replication().state().cursor();
            Map<WorkflowId, GraphState> past = pasts.get(cursor);
            Broken broken = past == null ? null : check(device, store, past);
            // to look at a graph may load it, and take in what another process has written meanwhile
            if (broken != null && store.replication().state().cursor().equals(cursor)) {
                throw broken;
            }
        }
    }

    private @Nullable Broken check(SimulatedDevice device, Store store, Map<WorkflowId, GraphState> past) {
        List<Op> pending = store.oplog().pending();
        Set<WorkflowId> ids = new HashSet<>(past.keySet());
        pending.forEach(op -> ids.add(op.workflow()));
        Layers layers = null;
        for (WorkflowId id : ids) {
            GraphState base = past.getOrDefault(id, GraphState.empty(id));
            String shown = store.find(id).map(Texts::of).orElse("");
            boolean comparable = !id.value().startsWith("@") && !(forgetful && mayBeForgotten(base, pending));
            if (comparable && !shown.equals(over(base, pending))) {
                // rarely something was admitted out of order, which only the log can tell
                layers = layers == null ? new Layers(store) : layers;
                String expected = layers.over(base, pending);
                if (!isAlike(shown, expected)) {
                    return new Broken(
                            "16", device.name() + " shows\n" + shown + "in place of\n" + expected + "with " + pending);
                }
            }
        }
        return null;
    }

    /** Whether something pending is about a deleted thing, of which a server that forgets may hand out nothing more. */
    private static boolean mayBeForgotten(GraphState base, List<Op> pending) {
        for (Op op : pending) {
            for (EntityWrites writes : op.writes()) {
                Entity entity = base.entity(writes.key());
                if (op.workflow().equals(base.id()) && (entity == null || !entity.alive())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** A server that has forgotten deleted things counts changes, and tells times, without them. */
    private boolean isAlike(String shown, String expected) {
        return shown.equals(expected) || (forgetful && withoutCounts(shown).equals(withoutCounts(expected)));
    }

    private static String withoutCounts(String text) {
        return COUNTS.matcher(text).replaceAll("");
    }

    private static String over(GraphState base, List<Op> pending) {
        GraphState state = base;
        for (Op op : pending) {
            state = op.workflow().equals(base.id()) ? state.join(op, op.provisional()) : state;
        }
        return text(state);
    }

    private static String text(GraphState state) {
        return Optional.of(state)
                .filter(GraphState::alive)
                .map(GraphState::view)
                .map((Workflow view) -> Texts.of(view))
                .orElse("");
    }

    /** What a store's log knows of operations that were admitted behind its cursor. */
    private static final class Layers {
        private final List<LogEntry> entries;
        private final Map<OpId, Verdict.Applied> verdicts = new HashMap<>();
        private final Map<OpId, Op> ops = new HashMap<>();
        private final long head;

        Layers(Store store) {
            entries = store.oplog().entries();
            head = store.replication().state().seq();
            for (LogEntry entry : entries) {
                entry.ops().stream().map(LoggedOp::op).forEach(op -> ops.put(op.id(), op));
                entry.sync().replaced().forEach(op -> ops.put(op.id(), op));
                if (entry.sync().rebased()) {
                    verdicts.clear();
                }
                for (Verdict verdict : entry.sync().verdicts()) {
                    if (verdict instanceof Verdict.Applied applied) {
                        verdicts.put(applied.op(), applied);
                    }
                }
            }
        }

        String over(GraphState base, List<Op> pending) {
            GraphState state = base;
            for (Verdict.Applied each : verdicts.values()) {
                Op op = ops.get(each.op());
                if (op != null && each.seq() > head && op.workflow().equals(base.id())) {
                    state = state.join(each.resolved(op), op.stamp(each.eff()));
                }
            }
            for (Op op : pending) {
                state = op.workflow().equals(base.id()) ? state.join(op, op.stamp(bound(op))) : state;
            }
            return text(state);
        }

        /** Not above what the same replica did later and is admitted. */
        private long bound(Op op) {
            long bound = op.origin().claimed();
            long next = Long.MAX_VALUE;
            for (LogEntry entry : entries) {
                for (LoggedOp logged : entry.ops()) {
                    LoggedOp.Admitted admitted = logged.admitted();
                    Op.Origin origin = logged.op().origin();
                    if (admitted != null && isNext(op, origin, next)) {
                        next = origin.seq();
                        bound = Math.min(op.origin().claimed(), admitted.eff());
                    }
                }
            }
            for (Verdict.Applied each : verdicts.values()) {
                Op other = ops.get(each.op());
                if (other != null && isNext(op, other.origin(), next)) {
                    next = other.origin().seq();
                    bound = Math.min(op.origin().claimed(), each.eff());
                }
            }
            return bound;
        }

        private static boolean isNext(Op op, Op.Origin origin, long next) {
            return origin.device().equals(op.origin().device())
                    && origin.seq() > op.origin().seq()
                    && origin.seq() < next;
        }
    }
}
