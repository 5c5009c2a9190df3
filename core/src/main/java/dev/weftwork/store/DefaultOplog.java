package dev.weftwork.store;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
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
    private final DeadOps dead;

    DefaultOplog(Engine engine, Replica replica, String process) {
        this.engine = engine;
        this.replica = replica;
        dead = new DeadOps(engine, process);
    }

    @Override
    public List<Op> pending() {
        return engine.locked(replica::pending);
    }

    @Override
    public List<DeadOp> dead() {
        return dead.all();
    }

    @Override
    public Commit retry(OpId op) {
        return dead.retry(Required.op(op), null);
    }

    @Override
    public Commit retry(OpId op, List<EntityWrites> writes) {
        Required.all(writes, "write");
        check(dead.find(Required.op(op)).op().workflow(), writes);
        return dead.retry(op, writes);
    }

    @Override
    public void discard(OpId op) {
        dead.discard(Required.op(op));
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
        check(workflow, writes);
        return engine.write(workflow, writes);
    }

    private static void check(WorkflowId workflow, List<EntityWrites> writes) {
        Required.workflow(workflow);
        Set<EntityKey> seen = new HashSet<>();
        for (EntityWrites each : Required.all(writes, "write")) {
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
    }
}
