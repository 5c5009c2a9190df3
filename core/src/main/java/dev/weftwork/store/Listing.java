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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A line of the list for a workflow that is not loaded. Guarded by the replica's lock. */
final class Listing {
    private final WorkflowId id;
    private @Nullable ListLine line;
    private @Nullable Supplier<Entity> unread;
    private @Nullable Entity self;
    private long updatedAt;

    /** A line that is read from its row when somebody first looks at it, given what other rows look like. */
    Listing(WorkflowId id, Row row, LikelyNames names) {
        this.id = id;
        unread = () -> Damage.guard(() -> FoldedRow.read(row, names)).entities().get(0);
        updatedAt = row.updatedAt();
    }

    /** A line as it lies on the medium. */
    Listing(ListLine line) {
        this.id = line.id();
        this.line = line;
        unread = () -> Damage.guard(line::self);
        updatedAt = line.updatedAt();
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
                line = null;
            }
        }
    }

    long updatedAt() {
        return updatedAt;
    }

    boolean alive() {
        ListLine known = line;
        return known == null ? self().alive() : known.alive();
    }

    WorkflowInfo info() {
        ListLine known = line;
        String name = known == null ? null : known.name();
        return new WorkflowInfo(id, name == null ? WorkflowRegisters.name(self()) : name, updatedAt);
    }

    private Entity self() {
        Entity known = self;
        Supplier<Entity> source = unread;
        if (known == null && source != null) {
            known = source.get();
            self = known;
            unread = null;
        }
        return known == null ? Entity.unborn(EntityKey.of(id)) : known;
    }
}
