package dev.weftwork.graph;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map from names to JSON values in the order of the names, packed into two arrays, or a part of two longer
 * ones: a graph holds tens of thousands of small ones. Safe to share between threads.
 */
public final class Fields extends AbstractMap<String, Json> {
    /** No fields. */
    public static final Fields NONE = new Fields(new String[0], new Json[0]);

    private final String[] names;
    private final @Nullable Json[] values;
    private final int from;
    private final int to;
    /** How many characters of each name do not count. */
    private final int prefix;

    private Fields(String[] names, @Nullable Json[] values) {
        this(names, values, 0, names.length, 0);
    }

    private Fields(String[] names, @Nullable Json[] values, int from, int to, int prefix) {
        this.names = names;
        this.values = values;
        this.from = from;
        this.to = to;
        this.prefix = prefix;
    }

    /**
     * A part of longer arrays, which nobody may change any more.
     *
     * @param names names, ascending, without repetition; all in the part begin with the same characters
     * @param values the values, one per name; none in the part is null
     * @param from where the part begins
     * @param to where it ends
     * @param prefix how many characters of each name do not count
     * @return the fields
     */
    public static Fields within(String[] names, @Nullable Json[] values, int from, int to, int prefix) {
        return from == to ? NONE : new Fields(names, values, from, to, prefix);
    }

    /**
     * Copies a map.
     *
     * @param map names and values
     * @return the fields, ordered by name
     */
    public static Fields copyOf(Map<String, Json> map) {
        Objects.requireNonNull(map, "The fields may be an empty map but not null");
        if (map instanceof Fields fields) {
            return fields;
        }
        if (map.isEmpty()) {
            return NONE;
        }
        map.forEach(Fields::check);
        String[] names = map.keySet().toArray(new String[0]);
        Arrays.sort(names);
        @Nullable Json[] values = new Json[names.length];
        for (int i = 0; i < names.length; i++) {
            if (i > 0 && names[i].equals(names[i - 1])) {
                // a map that tells names apart by more than their text
                return copyOf(new TreeMap<>(map));
            }
            values[i] = map.get(names[i]);
        }
        return new Fields(names, values);
    }

    /**
     * Packs names that are in ascending order already.
     *
     * @param names the names, ascending, without repetition
     * @param values the values, one per name
     * @return the fields
     * @throws IllegalArgumentException if the names are out of order or the lengths differ
     */
    public static Fields ofSorted(String[] names, Json[] values) {
        if (names.length != values.length) {
            throw new IllegalArgumentException(names.length + " names for " + values.length + " values");
        }
        for (int i = 1; i < names.length; i++) {
            if (names[i - 1].compareTo(names[i]) >= 0) {
                throw new IllegalArgumentException("'" + names[i] + "' stands after '" + names[i - 1] + "'");
            }
        }
        return names.length == 0 ? NONE : new Fields(names.clone(), values.clone());
    }

    private static void check(String name, Json value) {
        Objects.requireNonNull(name, "The name of a field may be empty but not null");
        if (value == null) {
            throw new NullPointerException("Field '" + name + "' needs a value; use Json.NULL, or leave the field out");
        }
    }

    @Override
    public @Nullable Json get(@Nullable Object name) {
        int at = name instanceof String text ? find(text) : -1;
        return at < 0 ? null : values[at];
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return name instanceof String text && find(text) >= 0;
    }

    private int find(String name) {
        int low = from;
        int high = to - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = compare(names[middle], name);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    /** As {@link String#compareTo} does it, past the prefix. */
    private int compare(String full, String name) {
        int length = Math.min(full.length() - prefix, name.length());
        for (int i = 0; i < length; i++) {
            int order = full.charAt(prefix + i) - name.charAt(i);
            if (order != 0) {
                return order;
            }
        }
        return full.length() - prefix - name.length();
    }

    @Override
    public int size() {
        return to - from;
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super Json> action) {
        for (int i = from; i < to; i++) {
            action.accept(names[i].substring(prefix), Objects.requireNonNull(values[i], "a field of the part"));
        }
    }

    @Override
    public Set<Entry<String, Json>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return to - from;
            }

            @Override
            public Iterator<Entry<String, Json>> iterator() {
                return new Cursor();
            }
        };
    }

    private final class Cursor implements Iterator<Map.Entry<String, Json>> {
        private int next = from;

        @Override
        public boolean hasNext() {
            return next < to;
        }

        @Override
        public Map.Entry<String, Json> next() {
            if (next == to) {
                throw new NoSuchElementException();
            }
            String name = names[next].substring(prefix);
            return Map.entry(name, Objects.requireNonNull(values[next++], "a field of the part"));
        }
    }
}
