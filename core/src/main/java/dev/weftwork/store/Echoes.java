package dev.weftwork.store;

import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.PullAnswer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What an answer tells of this replica's own operations where they stand in the server's order. A verdict says which
 * number an operation has, but not under which identity it was admitted: that may be another than it left under, if a
 * copy of this file had brought it there before.
 */
final class Echoes {
    private final Map<OpId, Op.Origin> origins = new HashMap<>();
    private final Set<WorkflowId> scope;
    /** Up to where the answer tells of the order. */
    private final long end;

    Echoes(Exchanged exchange) {
        // it may have got another number here since it left
        exchange.sent().forEach(op -> origins.put(op.id(), op.origin()));
        scope = exchange.scope();
        PullAnswer pulled = exchange.pulled();
        end = pulled == null ? Long.MAX_VALUE : pulled.seq();
        if (pulled != null) {
            pulled.ops().forEach(each -> origins.put(each.op().id(), each.op().origin()));
        }
    }

    /** Whether a later answer will tell of an operation; it is waited for. */
    boolean tellLater(Op op, long seq) {
        return seq > end && (scope.isEmpty() || scope.contains(op.workflow()));
    }

    /** Under which origin an operation was admitted. */
    Op.Origin origin(Op waiting) {
        return origins.getOrDefault(waiting.id(), waiting.origin());
    }
}
