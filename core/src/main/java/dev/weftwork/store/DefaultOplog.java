package dev.weftwork.store;

import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.oplog.LogEntry;
import java.util.ArrayList;
import java.util.List;

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
        return engine.locked(() ->
                replica.queue.stream().map(PendingCommit::operation).toList());
    }

    @Override
    public List<LogEntry> entries() {
        return engine.read(moment -> {
            List<LogEntry> entries = new ArrayList<>();
            moment.log(moment.floor(), (position, body) -> entries.add(Damage.guard(() -> LogEntry.read(position, body))));
            return entries;
        });
    }

    @Override
    public Commit append(WorkflowId workflow, List<EntityWrites> writes) {
        return engine.write(workflow, writes);
    }
}
