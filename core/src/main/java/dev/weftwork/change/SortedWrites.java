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
    private final BirthNames known;
    /** Those of the last birth, of which nothing is changed, until a name comes that is another. */
    private String[] fields;

    private boolean other;
    private @Nullable Json[] values;
    private int size;
    private int length;

    SortedWrites(EntityKey key, int expected, BirthNames known) {
        this.key = key;
        this.known = known;
        fields = known.last(key.kind());
        values = new Json[fields.length == 0 ? expected : fields.length];
    }

    SortedWrites add(String field, @Nullable Json value) {
        return add("", field, value);
    }

    SortedWrites addAll(String prefix, Map<String, Json> sorted) {
        sorted.forEach((name, value) -> add(prefix, name, value));
        return this;
    }

    private SortedWrites add(String prefix, String name, @Nullable Json value) {
        if (value == null) {
            return this;
        }
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2 + 1);
        }
        if (other || size == fields.length || !isNamed(fields[size], prefix, name)) {
            addOther(prefix + name);
        }
        length += EntityWrites.lengthOf(fields[size], value);
        values[size++] = value;
        return this;
    }

    /** As {@code field.equals(prefix + name)}, which makes no text. */
    private static boolean isNamed(String field, String prefix, String name) {
        return field.length() == prefix.length() + name.length() && field.startsWith(prefix) && field.endsWith(name);
    }

    private void addOther(String field) {
        if (size > 0 && fields[size - 1].compareTo(field) >= 0) {
            throw new IllegalStateException("'" + field + "' came after '" + fields[size - 1] + "'");
        }
        if (!other || size == fields.length) {
            fields = Arrays.copyOf(fields, Math.max(values.length, size + 1));
            other = true;
        }
        fields[size] = field;
    }

    EntityWrites build() {
        if (size < fields.length) {
            fields = Arrays.copyOf(fields, size);
            other = true;
        }
        if (other) {
            known.note(key.kind(), fields);
        }
        return new EntityWrites(key, fields, size == values.length ? values : Arrays.copyOf(values, size), length);
    }
}
