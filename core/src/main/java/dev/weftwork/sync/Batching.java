package dev.weftwork.sync;

import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.store.PushLimits;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How much goes into the next push. A batch that the server cannot take is halved until the culprit stands alone, and
 * grows again after that; operations that the server put off wait for their own time. Confined to the engine's lane.
 */
final class Batching {
    private int most = Integer.MAX_VALUE;
    private int serverOps = Integer.MAX_VALUE;
    private long serverBytes = Long.MAX_VALUE;
    /** When each operation that was put off may go again, in nanoseconds of the scheduler. */
    private final Map<OpId, Long> putOff = new HashMap<>();

    private final Map<OpId, Integer> times = new HashMap<>();

    void serverTakes(int ops, long bytes) {
        serverOps = Math.max(1, ops);
        serverBytes = Math.max(1, bytes);
    }

    PushLimits limits(SyncOptions options, Set<WorkflowId> workflows, long now) {
        // what may go again, and does not for another reason, is nothing to come back for
        putOff.values().removeIf(until -> until - now <= 0);
        Set<OpId> held = new HashSet<>(putOff.keySet());
        int ops = Math.min(Math.min(options.batchOps(), serverOps), most);
        // what is counted here is less than what travels
        long bytes = Math.min(options.batchBytes(), serverBytes / 2 + 1);
        return new PushLimits(ops, bytes, 1, held, Set.of(), workflows);
    }

    /** Notes that a batch was too much, or held something that the server cannot read. */
    void halve(int size) {
        most = Math.max(1, size / 2);
    }

    boolean isHalved() {
        return most < Integer.MAX_VALUE;
    }

    void taken(List<Op> ops) {
        if (isHalved()) {
            most = most > Integer.MAX_VALUE / 4 ? Integer.MAX_VALUE : most * 2;
        }
        ops.forEach(op -> {
            putOff.remove(op.id());
            times.remove(op.id());
        });
        if (most > serverOps) {
            most = Integer.MAX_VALUE;
        }
    }

    int timesPutOff(OpId op) {
        return times.getOrDefault(op, 0);
    }

    void putOff(OpId op, long until) {
        putOff.put(op, until);
        times.merge(op, 1, Integer::sum);
    }

    /** When the first of what was put off may go again. */
    long nextDue() {
        return putOff.values().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
    }

    boolean anyPutOff() {
        return !putOff.isEmpty();
    }
}
