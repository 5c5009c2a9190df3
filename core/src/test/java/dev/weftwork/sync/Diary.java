package dev.weftwork.sync;

import dev.weftwork.graph.WorkflowId;
import dev.weftwork.store.Conflict;
import dev.weftwork.store.Oplog;
import dev.weftwork.store.Repair;
import java.util.List;

/** Writes down what it is told. */
final class Diary implements SyncListener {
    private final List<String> events;

    Diary(List<String> events) {
        this.events = events;
    }

    @Override
    public void started(SyncTrigger trigger) {
        events.add("started " + trigger);
    }

    @Override
    public void ended(SyncTrigger trigger, SyncResult result) {
        events.add("ended " + trigger + " " + result.kind());
    }

    @Override
    public void refused(Oplog.DeadOp op) {
        events.add("refused " + op.code());
    }

    @Override
    public void conflict(Conflict conflict) {
        events.add("conflict " + conflict.field() + " " + conflict.won());
    }

    @Override
    public void differing(WorkflowId workflow) {
        events.add("differing " + workflow);
    }

    @Override
    public void repaired(Repair repair) {
        events.add("repaired " + repair.workflow() + " " + repair.entities());
    }

    @Override
    public void status(SyncStatus status) {
        events.add("status " + status.phase());
    }
}
