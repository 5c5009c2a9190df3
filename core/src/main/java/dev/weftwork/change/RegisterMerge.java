package dev.weftwork.change;

import dev.weftwork.graph.Json;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Walks two sorted lists of registers side by side and keeps the winner of each. Used once and thrown away. */
final class RegisterMerge {
    private final Registers old;
    private final String[] fields;
    private final @Nullable Json[] values;
    private final Stamp[] stamps;
    private int size;
    private int next;
    private boolean changed;

    RegisterMerge(Registers old, int more) {
        this.old = old;
        int room = old.size() + more;
        fields = new String[room];
        values = new Json[room];
        stamps = new Stamp[room];
    }

    RegisterMerge with(EntityWrites writes, Stamp stamp) {
        for (int i = 0; i < writes.size(); i++) {
            offer(writes.field(i), writes.value(i), stamp, writes.onlyOver(i));
        }
        return this;
    }

    RegisterMerge with(Registers other) {
        for (int i = 0; i < other.size(); i++) {
            offer(other.field(i), other.value(i), other.stamp(i), null);
        }
        return this;
    }

    Registers result() {
        if (!changed) {
            return old;
        }
        copyOldBefore(null);
        // if none is new, the names can be shared
        String[] names = size == old.size() ? old.fields : Arrays.copyOf(fields, size);
        return new Registers(names, Arrays.copyOf(values, size), Registers.compact(Arrays.copyOf(stamps, size)));
    }

    private void offer(String field, @Nullable Json value, Stamp stamp, @Nullable OpId onlyOver) {
        copyOldBefore(field);
        boolean exists = next < old.size() && old.field(next).equals(field);
        if (!exists) {
            if (onlyOver == null) {
                add(field, value, stamp);
                changed = true;
            }
            return;
        }
        Stamp oldStamp = old.stamp(next);
        Json oldValue = old.value(next);
        boolean allowed = onlyOver == null || onlyOver.equals(oldStamp.op());
        if (allowed && Registers.beats(stamp, value, oldStamp, oldValue)) {
            add(old.field(next), value, stamp);
            changed = true;
        } else {
            add(old.field(next), oldValue, oldStamp);
        }
        next++;
    }

    private void copyOldBefore(@Nullable String field) {
        while (next < old.size() && (field == null || old.field(next).compareTo(field) < 0)) {
            add(old.field(next), old.value(next), old.stamp(next));
            next++;
        }
    }

    private void add(String field, @Nullable Json value, Stamp stamp) {
        fields[size] = field;
        values[size] = value;
        stamps[size++] = stamp;
    }
}
