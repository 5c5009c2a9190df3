package dev.weftwork.store;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.OpId;
import dev.weftwork.change.Stamp;
import dev.weftwork.graph.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One register that a step wrote: what stood there before and what the step put there. Neighbouring steps share the value
 * between them, so that putting it back under another operation's name is known to both.
 *
 * @param place which register
 * @param before what stood there
 * @param after what the step wrote
 */
record UndoMark(Place place, Written before, Written after) {
    /**
     * A register.
     *
     * @param key the entity
     * @param field the register's name
     */
    record Place(EntityKey key, String field) {
        /** Where among an operation's writes it is; negative if it is not. */
        int in(EntityWrites writes) {
            for (int i = 0; writes.key().equals(key) && i < writes.size(); i++) {
                if (writes.field(i).equals(field)) {
                    return i;
                }
            }
            return -1;
        }

        /** The stamp of what stands there, or null if nothing ever did. */
        @Nullable Stamp standing(GraphState state) {
            var entity = state.entity(key);
            return entity == null ? null : entity.registers().stampOf(field);
        }
    }

    /** A value, and the operations by which it stands, stood or would stand. Guarded by the replica's lock. */
    static final class Written {
        @Nullable Json value;

        /** What a step of the same stack met when it wrote this. */
        private @Nullable Written under;

        private final List<OpId> ops = new ArrayList<>(1);
        /** Whether it stood there without any operation, as in a field that was never written. */
        private final boolean original;

        Written(@Nullable Json value, @Nullable OpId op, @Nullable Written under) {
            this.value = value;
            this.under = under;
            original = op == null;
            if (op != null) {
                ops.add(op);
            }
        }

        /** Whether it is this that stands where an operation wrote last. */
        boolean isBy(@Nullable OpId op) {
            return op == null ? original : ops.contains(op);
        }

        void alsoBy(OpId op) {
            ops.add(op);
        }

        /** What counts in its place if nothing is left by which it ever stood. */
        Written solid() {
            Written solid = this;
            while (!solid.original && solid.ops.isEmpty() && solid.under != null) {
                solid = solid.under;
            }
            return solid;
        }

        void never(Set<OpId> refused) {
            for (Written each = this; each != null; each = each.under) {
                each.ops.removeAll(refused);
            }
        }

        void renamed(Map<OpId, OpId> names) {
            for (Written each = this; each != null; each = each.under) {
                each.ops.replaceAll(op -> names.getOrDefault(op, op));
            }
        }

        /** Lets go of what lies under it, which another step or nobody holds. */
        void settle() {
            under = null;
        }
    }

    /** What has to stand for the step to be taken back, or to be done again. */
    Written from(boolean back) {
        return back ? after : before;
    }

    /** What stands once the step is taken back, or done again. */
    Written to(boolean back) {
        return back ? before : after;
    }

    /** The same without what was refused. */
    UndoMark solid() {
        return new UndoMark(place, before.solid(), after.solid());
    }

    /** Whether nothing of it is left. */
    boolean isVoid() {
        return before == after;
    }
}
