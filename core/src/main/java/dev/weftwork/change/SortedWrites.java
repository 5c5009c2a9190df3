package dev.weftwork.change;

import dev.weftwork.graph.Json;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects writes that come in the order of their names, as those of a newborn entity do: a file full of nodes is
 * imported in one edit, so each of them counts. Confined to one thread.
 */
final class SortedWrites {
    private final EntityKey key;
    private String[] fields;
    private @Nullable Json[] values;
    private int size;
    private int length;

    SortedWrites(EntityKey key, int expected) {
        this.key = key;
        fields = new String[expected];
        values = new Json[expected];
    }

    SortedWrites add(String field, @Nullable Json value) {
        if (value == null) {
            return this;
        }
        if (size > 0 && fields[size - 1].compareTo(field) >= 0) {
            throw new IllegalStateException("'" + field + "' came after '" + fields[size - 1] + "'");
        }
        if (size == fields.length) {
            fields = Arrays.copyOf(fields, size * 2 + 1);
            values = Arrays.copyOf(values, size * 2 + 1);
        }
        length += EntityWrites.lengthOf(field, value);
        fields[size] = field;
        values[size++] = value;
        return this;
    }

    SortedWrites addAll(String prefix, Map<String, Json> sorted) {
        sorted.forEach((name, value) -> add(prefix + name, value));
        return this;
    }

    EntityWrites build() {
        return new EntityWrites(key, Arrays.copyOf(fields, size), Arrays.copyOf(values, size), length);
    }
}
