package dev.weftwork.store;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.OpId;
import dev.weftwork.change.Stamp;
import dev.weftwork.graph.Json;
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

    /** A value, and the operation by which it stands or would stand. Guarded by the replica's lock. */
    static final class Written {
        @Nullable Json value;

        @Nullable OpId op;

        Written(@Nullable Json value, @Nullable OpId op) {
            this.value = value;
            this.op = op;
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
}
