package dev.weftwork.change;

import dev.weftwork.graph.Json;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Writes in the order in which they came, which most often is the order of their names: then nothing is sorted. Confined
 * to one thread.
 */
final class WriteList {
    private String[] fields;
    private @Nullable Json[] values;
    /** Null until the first guard comes. */
    private @Nullable OpId @Nullable [] onlyOver;

    private int size;
    /** Whether each name is greater than the one before. */
    private boolean sorted = true;

    WriteList(int expected) {
        fields = new String[expected];
        values = new Json[expected];
    }

    void add(String field, @Nullable Json value, @Nullable OpId guard) {
        if (size == fields.length) {
            grow();
        }
        sorted &= size == 0 || fields[size - 1].compareTo(field) < 0;
        fields[size] = field;
        values[size] = value;
        if (guard != null && onlyOver == null) {
            onlyOver = new OpId[fields.length];
        }
        if (onlyOver != null) {
            onlyOver[size] = guard;
        }
        size++;
    }

    /** What was overwritten goes first, so that a register that is written again and again takes no more and more room. */
    private void grow() {
        sort();
        int room = Math.max(fields.length, size * 2 + 1);
        fields = Arrays.copyOf(fields, room);
        values = Arrays.copyOf(values, room);
        if (onlyOver != null) {
            onlyOver = Arrays.copyOf(onlyOver, room);
        }
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** By name; of several to one register the last counts. */
    EntityWrites writes(EntityKey key) {
        sort();
        @Nullable OpId @Nullable [] guards = onlyOver == null ? null : Arrays.copyOf(onlyOver, size);
        boolean guarded = guards != null && Arrays.stream(guards).anyMatch(guard -> guard != null);
        return new EntityWrites(key, Arrays.copyOf(fields, size), Arrays.copyOf(values, size), guarded ? guards : null);
    }

    private void sort() {
        if (sorted) {
            return;
        }
        Integer[] order = new Integer[size];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparing(i -> fields[i]));
        WriteList ordered = new WriteList(size);
        for (int i = 0; i < size; i++) {
            int at = order[i];
            boolean overwritten = i + 1 < size && fields[order[i + 1]].equals(fields[at]);
            if (!overwritten) {
                ordered.add(fields[at], values[at], onlyOver == null ? null : onlyOver[at]);
            }
        }
        fields = ordered.fields;
        values = ordered.values;
        onlyOver = ordered.onlyOver;
        size = ordered.size;
        sorted = true;
    }
}
