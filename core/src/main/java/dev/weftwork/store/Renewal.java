package dev.weftwork.store;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.Stamp;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.oplog.LogEntry;
import dev.weftwork.oplog.LoggedOp;
import dev.weftwork.oplog.SyncNote;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes what waits once more at the end of the log, so that what lies behind it can be pruned. Of what stays on the
 * device for as long as its slice is not synced, only the values that still stand are kept. Used once, under the
 * replica's lock.
 */
final class Renewal {
    /** So many entries have to lie behind what waits, and several times as many as operations wait. */
    static final int WORTH = 1_000;

    private static final int RATIO = 4;
    private static final long MOST_SIZE = 8L << 20;

    private final Replica replica;
    private final Outstanding outstanding;
    private final Set<OpId> local;
    private final Map<Place, Holder> holders = new HashMap<>();
    private final List<Op> kept = new ArrayList<>();
    private final List<Op> replaced = new ArrayList<>();
    private final List<SyncNote.Absorbed> absorbed = new ArrayList<>();

    private record Place(WorkflowId workflow, EntityKey key, String field) {}

    /** The operation by which a register stands. */
    private record Holder(OpId op, Stamp stamp) {}

    /** Takes the operations that stay on the device. */
    Renewal(Replica replica, List<OpId> local) {
        this.replica = replica;
        this.outstanding = replica.outstanding;
        this.local = new HashSet<>(local);
    }

    /** What is to be written, or null if it is not worth it. */
    Recorder.@Nullable Draft draft(String process) {
        long behind = replica.position() - replica.settledTo();
        if (behind < WORTH) {
            return null;
        }
        List<Op> all = outstanding.ops();
        keepPlain(all);
        for (int i = all.size() - 1; i >= 0; i--) {
            reduce(all.get(i));
        }
        java.util.Collections.reverse(kept);
        boolean worth = behind >= (long) RATIO * kept.size()
                && kept.stream().mapToLong(op -> OpSize.of(op.writes())).sum() < MOST_SIZE;
        return worth ? new Recorder.Draft(entry(process)) : null;
    }

    /** What another operation may refer to stays as it is. */
    private void keepPlain(List<Op> all) {
        for (Op op : all) {
            boolean plain = op.undoOf() == null && op.resolves() == null;
            for (EntityWrites writes : op.writes()) {
                plain &= !writes.guarded();
                for (int i = 0; writes.guarded() && i < writes.size(); i++) {
                    local.remove(writes.onlyOver(i));
                }
            }
            if (op.undoOf() != null) {
                local.remove(op.undoOf());
            }
            if (!plain) {
                local.remove(op.id());
            }
        }
    }

    private void reduce(Op op) {
        if (!local.contains(op.id())) {
            kept.add(op);
            return;
        }
        Stamp stamp = outstanding.provisional(op);
        List<EntityWrites> left = new ArrayList<>();
        int dropped = 0;
        OpId into = op.id();
        for (EntityWrites writes : op.writes()) {
            EntityWrites.Builder standing = EntityWrites.to(writes.key());
            for (int i = 0; i < writes.size(); i++) {
                Place place = new Place(op.workflow(), writes.key(), writes.field(i));
                Holder holder = holders.get(place);
                if (holder != null && holder.stamp.compareTo(stamp) > 0) {
                    into = holder.op;
                    dropped++;
                } else {
                    standing.set(writes.field(i), writes.value(i));
                    holders.put(place, new Holder(op.id(), stamp));
                }
            }
            if (!standing.isEmpty()) {
                left.add(standing.build());
            }
        }
        if (left.isEmpty()) {
            absorbed.add(new SyncNote.Absorbed(op.id(), into));
        } else {
            Op now = dropped == 0 ? op : op.withWrites(left);
            kept.add(now);
            if (dropped > 0) {
                replaced.add(now);
            }
        }
    }

    private LogEntry entry(String process) {
        List<OpId> offered = new ArrayList<>();
        for (Op op : kept) {
            outstanding.absorbedBy(op.id()).forEach(id -> absorbed.add(new SyncNote.Absorbed(id, op.id())));
            if (outstanding.isOffered(op.id())) {
                offered.add(op.id());
            }
        }
        List<LoggedOp> logged = kept.stream().map(op -> new LoggedOp(op, null)).toList();
        return new LogEntry(process, logged, SyncNote.offered(offered, absorbed, replaced));
    }
}
