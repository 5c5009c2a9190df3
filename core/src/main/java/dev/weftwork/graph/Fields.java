package dev.weftwork.graph;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map from names to JSON values in the order of the names, packed into two arrays: a graph holds tens of
 * thousands of small ones. Safe to share between threads.
 */
public final class Fields extends AbstractMap<String, Json> {
    /** No fields. */
    public static final Fields NONE = new Fields(new String[0], new Json[0]);

    private final String[] names;
    private final Json[] values;

    private Fields(String[] names, Json[] values) {
        this.names = names;
        this.values = values;
    }

    /**
     * Copies a map.
     *
     * @param map names and values
     * @return the fields, ordered by name
     */
    public static Fields copyOf(Map<String, Json> map) {
        if (map instanceof Fields fields) {
            return fields;
        }
        if (map.isEmpty()) {
            return NONE;
        }
        TreeMap<String, Json> sorted = new TreeMap<>(map);
        return new Fields(
                sorted.keySet().toArray(new String[0]), sorted.values().toArray(new Json[0]));
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

    @Override
    public @Nullable Json get(@Nullable Object name) {
        int at = name instanceof String text ? Arrays.binarySearch(names, text) : -1;
        return at < 0 ? null : values[at];
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return name instanceof String text && Arrays.binarySearch(names, text) >= 0;
    }

    @Override
    public int size() {
        return names.length;
    }

    @Override
    public Set<Entry<String, Json>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return names.length;
            }

            @Override
            public Iterator<Entry<String, Json>> iterator() {
                return new Cursor();
            }
        };
    }

    private final class Cursor implements Iterator<Map.Entry<String, Json>> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < names.length;
        }

        @Override
        public Map.Entry<String, Json> next() {
            if (next == names.length) {
                throw new NoSuchElementException();
            }
            return Map.entry(names[next], values[next++]);
        }
    }
}
