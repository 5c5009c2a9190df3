package dev.weftwork.store;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.oplog.LogEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the log for people. */
final class DefaultOplog implements Oplog {
    private final Engine engine;
    private final Replica replica;

    DefaultOplog(Engine engine, Replica replica) {
        this.engine = engine;
        this.replica = replica;
    }

    @Override
    public List<Op> pending() {
        return engine.locked(replica::pending);
    }

    @Override
    public List<DeadOp> dead() {
        return List.of();
    }

    @Override
    public List<Op> unsaved() {
        // also once the store is closed, since these may be what it could not write
        replica.lock.lock();
        try {
            return replica.queue.stream().map(PendingCommit::operation).toList();
        } finally {
            replica.lock.unlock();
        }
    }

    @Override
    public List<LogEntry> entries() {
        return engine.read(moment -> {
            List<LogEntry> entries = new ArrayList<>();
            moment.log(
                    moment.floor(), (position, body) -> entries.add(Damage.guard(() -> LogEntry.read(position, body))));
            return entries;
        });
    }

    @Override
    public Commit append(WorkflowId workflow, List<EntityWrites> writes) {
        Set<EntityKey> seen = new HashSet<>();
        for (EntityWrites each : writes) {
            EntityKey key = each.key();
            if (!seen.add(key)) {
                throw new IllegalArgumentException(
                        "The operation lists " + key + " twice; put all writes to one entity together");
            }
            if (key.kind().equals(EntityKind.WORKFLOW) && !key.equals(EntityKey.of(workflow))) {
                throw new IllegalArgumentException("An operation of workflow '" + workflow + "' cannot write to " + key
                        + "; make another operation for that");
            }
        }
        return engine.write(workflow, writes);
    }
}
