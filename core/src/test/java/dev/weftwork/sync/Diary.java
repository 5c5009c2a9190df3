package dev.weftwork.sync;

import dev.weftwork.graph.WorkflowId;
import dev.weftwork.store.Conflict;
import dev.weftwork.store.Oplog;
import dev.weftwork.store.Repair;
import java.util.List;
import java.util.Optional;

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
    public void assetStarted(AssetTransfer transfer) {
        events.add("asset started " + transfer.way());
    }

    @Override
    public void assetProgressed(AssetTransfer transfer, AssetTraffic all) {
        events.add("asset progressed " + transfer.bytes() + " of " + transfer.size());
    }

    @Override
    public void assetEnded(AssetTransfer transfer, Optional<AssetFailure> failure) {
        events.add("asset ended " + transfer.way()
                + failure.map(why -> " " + why.reason()).orElse(""));
    }

    @Override
    public void status(SyncStatus status) {
        events.add("status " + status.phase());
    }
}
