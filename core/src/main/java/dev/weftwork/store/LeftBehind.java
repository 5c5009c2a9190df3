package dev.weftwork.store;

import dev.weftwork.change.DeviceId;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.graph.Ids;
import dev.weftwork.oplog.LoggedOp;
import dev.weftwork.oplog.SyncNote;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What operations leave behind on the device when the rest of them goes. Each part is an operation of its own behind all
 * others, and so is what waits and may only write over such a part, as where somebody has taken it back by now. Used once,
 * under the replica's lock.
 */
final class LeftBehind {
    private final Outstanding outstanding;
    private final Ids ids;
    private final Map<OpId, Op> parts = new HashMap<>();
    private final List<LoggedOp> ops = new ArrayList<>();
    private final List<Op> reduced = new ArrayList<>();
    private final List<SyncNote.Absorbed> moved = new ArrayList<>();

    LeftBehind(Outstanding outstanding, Ids ids) {
        this.outstanding = outstanding;
        this.ids = ids;
    }

    /** The parts, in the order in which they show. */
    List<LoggedOp> ops() {
        return ops;
    }

    /** What waits on with fewer writes, because some were about a part. */
    List<Op> reduced() {
        return reduced;
    }

    /** What was about parts alone, and goes on under another name. */
    List<SyncNote.Absorbed> moved() {
        return moved;
    }

    void add(Op whole, List<EntityWrites> staying) {
        // a replica of its own with the old clock: it must not show above what was edited since
        Op.Origin origin = new Op.Origin(
                new DeviceId(ids.next()), 1, outstanding.provisional(whole).eff());
        Op part = Op.of(new OpId(ids.next()), whole.workflow(), origin, staying).inKnowledgeOf(whole.seen());
        parts.put(whole.id(), part);
        ops.add(new LoggedOp(part, null));
    }

    /** Lets what may only write over parts follow them, once all parts are there. */
    void follow() {
        if (!parts.isEmpty()) {
            outstanding.ops().forEach(this::follow);
        }
    }

    private void follow(Op op) {
        List<EntityWrites> following = new ArrayList<>();
        List<EntityWrites> left = new ArrayList<>();
        for (EntityWrites writes : op.writes()) {
            EntityWrites.Builder over = EntityWrites.to(writes.key());
            EntityWrites.Builder others = EntityWrites.to(writes.key());
            for (int i = 0; i < writes.size(); i++) {
                OpId guard = writes.onlyOver(i);
                OpId part = guard == null ? null : part(guard, writes, i);
                put(writes, i, part == null ? guard : part, part == null ? others : over);
            }
            addTo(following, over);
            addTo(left, others);
        }
        if (following.isEmpty()) {
            return;
        }
        add(op, following);
        if (left.isEmpty()) {
            moved.add(
                    new SyncNote.Absorbed(op.id(), ops.get(ops.size() - 1).op().id()));
        } else {
            reduced.add(op.withWrites(left));
        }
    }

    /** The part of an operation that writes a register, if that stays here. */
    private @Nullable OpId part(OpId whole, EntityWrites writes, int index) {
        Op part = parts.get(whole);
        if (part == null) {
            return null;
        }
        boolean stays = part.writes().stream()
                .anyMatch(each -> each.key().equals(writes.key()) && each.writes(writes.field(index)));
        return stays ? part.id() : null;
    }

    private static void put(EntityWrites from, int index, @Nullable OpId guard, EntityWrites.Builder to) {
        if (guard == null) {
            to.set(from.field(index), from.value(index));
        } else {
            to.setOver(from.field(index), from.value(index), guard);
        }
    }

    private static void addTo(List<EntityWrites> all, EntityWrites.Builder one) {
        if (!one.isEmpty()) {
            all.add(one.build());
        }
    }
}
