package dev.weftwork.change;

import dev.weftwork.graph.Json;
import org.jspecify.annotations.Nullable;

/**
 * Joins writes to registers that are there already, as most edits make: the names stay shared, and values and stamps are
 * copied when the first write wins. Used once and thrown away.
 */
final class RegisterUpdate {
    private final Registers old;
    private @Nullable Json @Nullable [] values;
    private Stamp @Nullable [] stamps;

    private RegisterUpdate(Registers old) {
        this.old = old;
    }

    /** The joined registers, the old ones if nothing in them changed, or null if there is a register to be added. */
    static @Nullable Registers join(Registers old, EntityWrites writes, Stamp stamp) {
        RegisterUpdate update = new RegisterUpdate(old);
        for (int i = 0; i < writes.size(); i++) {
            int at = old.indexOf(writes.field(i));
            OpId onlyOver = writes.onlyOver(i);
            if (at >= 0) {
                update.offer(at, writes.value(i), stamp, onlyOver);
            } else if (onlyOver == null) {
                return null;
            }
        }
        return update.result();
    }

    private void offer(int at, @Nullable Json value, Stamp stamp, @Nullable OpId onlyOver) {
        Stamp standing = old.stamp(at);
        boolean allowed = onlyOver == null || onlyOver.equals(standing.op());
        if (!allowed || !Registers.beats(stamp, value, standing, old.value(at))) {
            return;
        }
        if (values == null || stamps == null) {
            values = old.values.clone();
            stamps = old.stamps();
        }
        values[at] = value;
        stamps[at] = stamp;
    }

    private Registers result() {
        return values == null || stamps == null ? old : new Registers(old.fields, values, Registers.compact(stamps));
    }
}
