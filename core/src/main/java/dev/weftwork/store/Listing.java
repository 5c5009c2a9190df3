package dev.weftwork.store;

import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.LikelyNames;
import dev.weftwork.change.Op;
import dev.weftwork.change.Stamp;
import dev.weftwork.change.WorkflowRegisters;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.oplog.FoldedRow;
import dev.weftwork.spi.Row;
import org.jspecify.annotations.Nullable;

/** A line of the list for a workflow that is not loaded. Guarded by the replica's lock. */
final class Listing {
    private final WorkflowId id;
    private @Nullable Row row;
    private @Nullable Entity self;
    private long updatedAt;

    /** A line that is read from its row when somebody first looks at it. */
    Listing(WorkflowId id, Row row) {
        this.id = id;
        this.row = row;
        updatedAt = row.updatedAt();
    }

    Listing(WorkflowId id) {
        this.id = id;
        self = Entity.unborn(EntityKey.of(id));
    }

    static Listing of(GraphState state) {
        Listing listing = new Listing(state.id());
        listing.self = state.self();
        listing.updatedAt = state.updatedAt();
        return listing;
    }

    void join(Op op, Stamp stamp) {
        updatedAt = Math.max(updatedAt, stamp.millis());
        for (EntityWrites writes : op.writes()) {
            if (writes.key().equals(EntityKey.of(id))) {
                self = self().join(writes, stamp);
            }
        }
    }

    long updatedAt() {
        return updatedAt;
    }

    boolean alive() {
        return self().alive();
    }

    WorkflowInfo info() {
        return new WorkflowInfo(id, WorkflowRegisters.name(self()), updatedAt);
    }

    private Entity self() {
        Entity known = self;
        Row unread = row;
        if (known == null && unread != null) {
            known = Damage.guard(() -> FoldedRow.read(unread, new LikelyNames()))
                    .entities()
                    .get(0);
            self = known;
            row = null;
        }
        return known == null ? Entity.unborn(EntityKey.of(id)) : known;
    }
}
