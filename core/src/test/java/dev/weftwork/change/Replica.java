package dev.weftwork.change;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A simulated device: a clock that may be wrong, edits that wait, and what it has pulled. */
final class Replica {
    /** How the device moves its clock: {@link Hlc}, or a broken form of it. */
    interface Ticks {
        long next(long last, long wallMillis, long witnessed);
    }

    final DeviceId device;
    final List<Op> pending = new ArrayList<>();
    final List<Op> made = new ArrayList<>();
    /** For each of its operations, the one whose value it saw in the register that it wrote. */
    final Map<OpId, OpId> observed = new HashMap<>();

    final Map<OpId, Verdict> answers = new HashMap<>();
    Layers layers;
    long skew;
    long seen;
    private final Ticks ticks;
    private long hlc;
    private long witnessed;

    Replica(String name, Ticks ticks, Layers layers) {
        this.device = new DeviceId(name);
        this.ticks = ticks;
        this.layers = layers;
    }

    void edit(EntityWrites writes, @Nullable OpId undoOf, long nowMillis) {
        hlc = ticks.next(hlc, nowMillis + skew, witnessed);
        long number = made.size() + 1L;
        Op.Origin origin = new Op.Origin(device, number, hlc);
        OpId id = new OpId(device + "-" + number);
        Op op = new Op(id, World.WORKFLOW, origin, seen, SchemaVersion.CURRENT, undoOf, null, List.of(writes));
        Stamp stands = standing(layers.view(), writes.key(), writes.field(0));
        if (stands != null) {
            observed.put(id, stands.op());
        }
        made.add(op);
        pending.add(op);
        layers.push(op, op.provisional());
    }

    /** Takes in what it has not seen of the authority, its own among it, all at once. */
    void pull(BookLedger ledger) {
        for (Stamped change :
                ledger.changes().subList((int) seen, ledger.changes().size())) {
            pending.removeIf(op -> op.id().equals(change.op().id()));
            layers.admit(change.op(), change.stamp());
            witnessed = Math.max(witnessed, change.stamp().eff());
        }
        seen = ledger.head();
        witnessed = Math.max(witnessed, ledger.clock());
    }

    /** The last of its operations that is a plain write to a register, if it made one. */
    @Nullable Op lastPlainWriteTo(EntityKey key, String field) {
        Op last = null;
        for (Op op : made) {
            EntityWrites writes = op.writes().get(0);
            last = writes.key().equals(key) && writes.writes(field) && !writes.guarded() ? op : last;
        }
        return last;
    }

    static @Nullable Stamp standing(GraphState state, EntityKey key, String field) {
        Entity entity = state.entity(key);
        return entity == null ? null : entity.registers().stampOf(field);
    }
}
