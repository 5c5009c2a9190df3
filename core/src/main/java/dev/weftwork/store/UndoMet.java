package dev.weftwork.store;

import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.change.Registers;
import dev.weftwork.graph.Json;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An edit, and what it met in the registers that it wrote. No more than that is kept: the rest of an entity is not this
 * step's to hold once others have written over it. Guarded by the replica's lock.
 */
final class UndoMet {
    /** About what remembering a register takes beside its values. */
    private static final int REGISTER = 128;

    private Op op;
    /** By entity of the edit, whether anything was there. */
    private final BitSet there;
    /** By register of the edit, one entity's after the other's; empty if nothing was ever there. */
    private final @Nullable Json[] values;

    private final @Nullable OpId[] ops;
    private final long bytes;

    /** Takes each register that a step looks at. */
    interface Visitor {
        void visit(EntityWrites writes, int index, boolean wasThere, @Nullable Json former, @Nullable OpId by);
    }

    private UndoMet(Op op, long size, GraphState before, Set<String> leftOut) {
        this.op = op;
        List<EntityWrites> all = op.writes();
        there = new BitSet();
        int registers = 0;
        for (int i = 0; i < all.size(); i++) {
            Entity met = before.entity(all.get(i).key());
            registers += all.get(i).size();
            if (met != null && met.registers().size() > 0) {
                there.set(i);
            }
        }
        // most large edits make what never was there
        int kept = there.isEmpty() ? 0 : registers;
        values = new Json[kept];
        ops = new OpId[kept];
        bytes = size + (long) all.size() * REGISTER + (there.isEmpty() ? 0 : fill(before, leftOut));
    }

    /** Looks at what an edit is about to write over; its own writes are of a known size. */
    static UndoMet of(Op op, long size, GraphState before, Set<String> leftOut) {
        return new UndoMet(op, size, before, leftOut);
    }

    private long fill(GraphState before, Set<String> leftOut) {
        long taken = 0;
        int first = 0;
        for (int i = 0; i < op.writes().size(); i++) {
            EntityWrites writes = op.writes().get(i);
            Entity met = there.get(i) ? before.entity(writes.key()) : null;
            if (met != null) {
                taken += fill(first, writes, met.registers(), leftOut);
            }
            first += writes.size();
        }
        return taken;
    }

    private long fill(int first, EntityWrites writes, Registers registers, Set<String> leftOut) {
        boolean life = writes.writes(RegisterNames.LIFE);
        long taken = 0;
        for (int i = 0; i < writes.size(); i++) {
            int at = registers.indexOf(writes.field(i));
            if (at >= 0 && (life || !leftOut.contains(writes.field(i)))) {
                Json value = registers.value(at);
                values[first + i] = value;
                ops[first + i] = registers.stamp(at).op();
                taken += REGISTER + (value == null ? 0 : value.text().length());
            }
        }
        return taken;
    }

    Op op() {
        return op;
    }

    /** Follows an edit whose large binaries moved out, be it this one or one whose values this one met. */
    void lightened(UndoStep.Writes light) {
        int first = 0;
        for (int i = 0; i < op.writes().size() && !there.isEmpty(); i++) {
            EntityWrites writes = op.writes().get(i);
            if (there.get(i)) {
                lighten(first, writes, light);
            }
            first += writes.size();
        }
        if (light.op.id().equals(op.id())) {
            op = light.op;
        }
    }

    private void lighten(int first, EntityWrites own, UndoStep.Writes light) {
        for (int field = 0; field < own.size(); field++) {
            UndoMark.Place place = new UndoMark.Place(own.key(), own.field(field));
            EntityWrites writes = light.op.id().equals(ops[first + field]) ? light.to(place) : null;
            if (writes != null) {
                values[first + field] = writes.value(place.in(writes));
            }
        }
    }

    /** About how much it keeps in memory, in bytes. */
    long bytes() {
        return bytes;
    }

    void forEach(Visitor visitor) {
        int first = 0;
        for (int i = 0; i < op.writes().size(); i++) {
            EntityWrites writes = op.writes().get(i);
            for (int field = 0; field < writes.size(); field++) {
                if (there.get(i)) {
                    visitor.visit(writes, field, true, values[first + field], ops[first + field]);
                } else {
                    visitor.visit(writes, field, false, null, null);
                }
            }
            first += writes.size();
        }
    }
}
