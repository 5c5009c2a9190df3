package dev.weftwork.store;

import dev.weftwork.change.GraphState;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.oplog.LogEntry;
import dev.weftwork.oplog.LoggedOp;
import dev.weftwork.spi.ReadTransaction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Sees to it that whoever listens to everything also hears when another process changes a graph that is not loaded
 * here. Used once, under the journal's lock.
 */
final class Unloaded {
    private final ReadTransaction moment;
    private final Replica replica;
    private final boolean heard;
    private final Announcer announcer;
    /** Graphs whose former state is not known any more. */
    private final List<Loader.RowSet> changed = new ArrayList<>();

    Unloaded(ReadTransaction moment, Replica replica, Announcer announcer) {
        this.moment = moment;
        this.replica = replica;
        this.announcer = announcer;
        heard = announcer.hearsOfAll();
    }

    /** Loads the graphs that entries are about, as they are before these are taken in. */
    void load(List<LogEntry> entries) throws IOException {
        if (!heard) {
            return;
        }
        List<WorkflowId> ids = entries.stream()
                .flatMap(entry -> entry.ops().stream())
                .map(LoggedOp::op)
                .map(op -> op.workflow())
                .distinct()
                .toList();
        for (WorkflowId id : ids) {
            if (isLoaded(id)) {
                continue;
            }
            Loader.RowSet rows = Loader.RowSet.read(id, moment);
            if (rows.reach() <= replica.position()) {
                Loader.place(rows, replica);
            } else {
                changed.add(rows);
            }
        }
    }

    private boolean isLoaded(WorkflowId id) {
        replica.lock.lock();
        try {
            return replica.slot(id) != null;
        } finally {
            replica.lock.unlock();
        }
    }

    /** Notes the graphs that another replica of the same medium has seen change; under the replica's lock, too. */
    void compare(Replica newer) throws IOException {
        if (!heard) {
            return;
        }
        for (WorkflowId id : newer.listings.keySet()) {
            Listing now = newer.listings.get(id);
            Listing before = replica.listings.get(id);
            boolean same = before != null && now != null && before.updatedAt() == now.updatedAt();
            if (!same && replica.slot(id) == null) {
                changed.add(Loader.RowSet.read(id, moment));
            }
        }
    }

    /** Tells of the graphs that were noted; under the replica's lock, too. */
    void tell() {
        for (Loader.RowSet rows : changed) {
            Slot slot = Loader.place(rows, replica);
            Intake.announce(slot, GraphState.empty(slot.id), announcer);
        }
    }
}
