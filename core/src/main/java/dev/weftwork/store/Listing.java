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
    private @Nullable Unread unread;
    private @Nullable Entity self;
    private long updatedAt;

    /** A row, and what the rows of other workflows look like. */
    private record Unread(Row row, LikelyNames names) {}

    /** A line that is read from its row when somebody first looks at it. */
    Listing(WorkflowId id, Row row, LikelyNames names) {
        this.id = id;
        unread = new Unread(row, names);
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
        if (!op.writes().isEmpty()) {
            updatedAt = Math.max(updatedAt, stamp.millis());
        }
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
        Unread source = unread;
        if (known == null && source != null) {
            known = Damage.guard(() -> FoldedRow.read(source.row, source.names))
                    .entities()
                    .get(0);
            self = known;
            unread = null;
        }
        return known == null ? Entity.unborn(EntityKey.of(id)) : known;
    }
}
