package dev.weftwork.change;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonCursor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what the last entity looked like that was read, since most resemble the one before: then neither names nor
 * stamps are made again. Safe for use by many threads, which at worst make them twice.
 */
public final class LikelyNames {
    private Names last = new Names(new String[0]);
    private @Nullable Known known;

    /** Nothing is known yet. */
    public LikelyNames() {}

    /** In a final field, so that whoever sees the object sees what is in the array. */
    private static final class Names {
        private final String[] sorted;

        Names(String[] sorted) {
            this.sorted = sorted;
        }
    }

    private record Known(String text, Stamp stamp) {}

    Stamp stamp(String text) {
        Known before = known;
        if (before == null || !before.text.equals(text)) {
            before = new Known(text, Stamp.parse(text));
            known = before;
        }
        return before.stamp;
    }

    /** Reads an object of values; the order in the text does not matter. */
    EntityWrites read(EntityKey key, JsonCursor in) {
        Reading reading = new Reading(last.sorted);
        in.beginObject();
        while (in.nextMember()) {
            reading.add(in.key(reading.likely()), in.value());
        }
        EntityWrites read = reading.done(key);
        if (reading.other) {
            last = new Names(read.fields);
        }
        return read;
    }

    /** Names and values so far. As long as the names are the likely ones, they share their array. */
    private static final class Reading {
        private String[] names;
        private Json[] values;
        private int size;
        private boolean other;
        private boolean sorted = true;

        Reading(String[] likely) {
            names = likely;
            values = new Json[Math.max(likely.length, 8)];
        }

        String likely() {
            return !other && size < names.length ? names[size] : "";
        }

        void add(String name, Json value) {
            if (other || size == names.length || !names[size].equals(name)) {
                EntityWrites.checkName(name);
                if (!other || size == names.length) {
                    names = Arrays.copyOf(names, Math.max(size * 2, 8));
                }
                other = true;
            }
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            if (other) {
                names[size] = name;
                sorted &= size == 0 || names[size - 1].compareTo(name) < 0;
            }
            values[size++] = value;
        }

        EntityWrites done(EntityKey key) {
            other |= size < names.length;
            if (!sorted) {
                EntityWrites.Builder all = EntityWrites.to(key);
                for (int i = 0; i < size; i++) {
                    all.set(names[i], values[i]);
                }
                return all.build();
            }
            return new EntityWrites(
                    key, cut(names), size == values.length ? values : Arrays.copyOf(values, size), null);
        }

        private String[] cut(String[] all) {
            return size == all.length ? all : Arrays.copyOf(all, size);
        }
    }
}
