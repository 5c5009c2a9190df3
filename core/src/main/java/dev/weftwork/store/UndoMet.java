package dev.weftwork.store;

import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.change.Registers;
import dev.weftwork.graph.Json;
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
    /** By entity of the edit; null where nothing was ever there. */
    private final @Nullable Former[] formers;

    private final long bytes;

    /** What stood in the written registers of one entity. */
    private static final class Former {
        private final @Nullable Json[] values;
        private final @Nullable OpId[] ops;

        Former(int size) {
            values = new Json[size];
            ops = new OpId[size];
        }
    }

    /** Takes each register that a step looks at. */
    interface Visitor {
        void visit(EntityWrites writes, int index, boolean wasThere, @Nullable Json former, @Nullable OpId by);
    }

    private UndoMet(Op op, @Nullable Former[] formers, long bytes) {
        this.op = op;
        this.formers = formers;
        this.bytes = bytes;
    }

    /** Looks at what an edit is about to write over; its own writes are of a known size. */
    static UndoMet of(Op op, long size, GraphState before, Set<String> leftOut) {
        List<EntityWrites> all = op.writes();
        @Nullable Former[] formers = new Former[all.size()];
        long bytes = size;
        for (int i = 0; i < formers.length; i++) {
            EntityWrites writes = all.get(i);
            Entity met = before.entity(writes.key());
            bytes += REGISTER;
            if (met != null && met.registers().size() > 0) {
                Former former = new Former(writes.size());
                bytes += fill(former, writes, met.registers(), leftOut);
                formers[i] = former;
            }
        }
        return new UndoMet(op, formers, bytes);
    }

    private static long fill(Former former, EntityWrites writes, Registers registers, Set<String> leftOut) {
        boolean life = writes.writes(RegisterNames.LIFE);
        long bytes = 0;
        for (int i = 0; i < writes.size(); i++) {
            int at = registers.indexOf(writes.field(i));
            if (at >= 0 && (life || !leftOut.contains(writes.field(i)))) {
                Json value = registers.value(at);
                former.values[i] = value;
                former.ops[i] = registers.stamp(at).op();
                bytes += REGISTER + (value == null ? 0 : value.text().length());
            }
        }
        return bytes;
    }

    Op op() {
        return op;
    }

    /** Follows an edit whose large binaries moved out, be it this one or one whose values this one met. */
    void lightened(UndoStep.Writes light) {
        for (int i = 0; i < formers.length; i++) {
            Former former = formers[i];
            if (former != null) {
                lighten(former, op.writes().get(i), light);
            }
        }
        if (light.op.id().equals(op.id())) {
            op = light.op;
        }
    }

    private static void lighten(Former former, EntityWrites own, UndoStep.Writes light) {
        for (int field = 0; field < own.size(); field++) {
            UndoMark.Place place = new UndoMark.Place(own.key(), own.field(field));
            EntityWrites writes = light.op.id().equals(former.ops[field]) ? light.to(place) : null;
            if (writes != null) {
                former.values[field] = writes.value(place.in(writes));
            }
        }
    }

    /** About how much it keeps in memory, in bytes. */
    long bytes() {
        return bytes;
    }

    void forEach(Visitor visitor) {
        for (int i = 0; i < formers.length; i++) {
            EntityWrites writes = op.writes().get(i);
            Former former = formers[i];
            for (int field = 0; field < writes.size(); field++) {
                if (former == null) {
                    visitor.visit(writes, field, false, null, null);
                } else {
                    visitor.visit(writes, field, true, former.values[field], former.ops[field]);
                }
            }
        }
    }
}
