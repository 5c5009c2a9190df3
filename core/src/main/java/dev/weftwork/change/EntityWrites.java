package dev.weftwork.change;

import dev.weftwork.graph.Json;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What one operation writes to one entity: registers in the order of their names, each with a value or with
 * {@code null} for ABSENT, which is not the JSON null. Immutable.
 */
public final class EntityWrites {
    private final EntityKey key;
    final String[] fields;
    final @Nullable Json[] values;
    private final @Nullable OpId @Nullable [] onlyOver;
    /** How long names and values are together, or 0 while nobody has asked; a race costs no more than adding twice. */
    private int length;

    EntityWrites(EntityKey key, String[] fields, @Nullable Json[] values, @Nullable OpId @Nullable [] onlyOver) {
        this.key = key;
        this.fields = fields;
        this.values = values;
        this.onlyOver = onlyOver;
    }

    /** As the other, where the lengths were added up while the texts were at hand. */
    EntityWrites(EntityKey key, String[] fields, @Nullable Json[] values, int length) {
        this(key, fields, values, null);
        this.length = length;
    }

    /**
     * Starts a collection of writes.
     *
     * @param key the entity
     * @return a builder
     */
    public static Builder to(EntityKey key) {
        return new Builder(key);
    }

    /**
     * Starts a collection that holds these writes already.
     *
     * @return a builder
     */
    public Builder toBuilder() {
        Builder builder = new Builder(key);
        for (int i = 0; i < fields.length; i++) {
            OpId guard = onlyOver(i);
            if (guard == null) {
                builder.set(fields[i], values[i]);
            } else {
                builder.setOver(fields[i], values[i], guard);
            }
        }
        return builder;
    }

    static void checkName(String field) {
        if (field.isEmpty()) {
            throw new IllegalArgumentException("A register's name must not be empty");
        }
    }

    /**
     * The entity written to.
     *
     * @return its key
     */
    public EntityKey key() {
        return key;
    }

    /**
     * How many registers are written.
     *
     * @return the number
     */
    public int size() {
        return fields.length;
    }

    /**
     * The name of a register.
     *
     * @param index its place, from zero
     * @return the name
     */
    public String field(int index) {
        return fields[index];
    }

    /**
     * The value of a register.
     *
     * @param index its place, from zero
     * @return the value, or null for ABSENT
     */
    public @Nullable Json value(int index) {
        return values[index];
    }

    /**
     * The guard of a register: the write counts only over a value that this operation wrote.
     *
     * @param index its place, from zero
     * @return the operation that must have written the current value, or null for no guard
     */
    public @Nullable OpId onlyOver(int index) {
        return onlyOver == null ? null : onlyOver[index];
    }

    EntityWrites followed(Map<OpId, OpId> names) {
        if (onlyOver == null) {
            return this;
        }
        @Nullable OpId[] guards = onlyOver.clone();
        for (int i = 0; i < guards.length; i++) {
            OpId guard = onlyOver[i];
            guards[i] = guard == null ? null : names.getOrDefault(guard, guard);
        }
        return new EntityWrites(key, fields, values, guards);
    }

    /**
     * How long the names and values are together.
     *
     * @return the number of characters
     */
    public int length() {
        int known = length;
        if (known == 0) {
            for (int i = 0; i < fields.length; i++) {
                known += lengthOf(fields[i], values[i]);
            }
            length = known;
        }
        return known;
    }

    static int lengthOf(String field, @Nullable Json value) {
        return field.length() + (value == null ? 0 : value.text().length());
    }

    /**
     * Whether any register is guarded.
     *
     * @return true if at least one write holds only over a named operation's value
     */
    public boolean guarded() {
        return onlyOver != null;
    }

    /**
     * Whether a register is among those written.
     *
     * @param field the register's name
     * @return true if it is
     */
    public boolean writes(String field) {
        return Arrays.binarySearch(fields, field) >= 0;
    }

    /**
     * Hands every register and value over in order.
     *
     * @param each takes the name and the value, null for ABSENT
     */
    public void forEach(BiConsumer<String, @Nullable Json> each) {
        for (int i = 0; i < fields.length; i++) {
            each.accept(fields[i], values[i]);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EntityWrites that
                && key.equals(that.key)
                && Arrays.equals(fields, that.fields)
                && Arrays.equals(values, that.values)
                && Arrays.equals(onlyOver, that.onlyOver);
    }

    @Override
    public int hashCode() {
        return 31 * key.hashCode() + Arrays.hashCode(fields);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(key.toString());
        forEach((field, value) -> text.append(' ').append(field).append('=').append(value));
        return text.toString();
    }

    /** Collects writes to one entity; a later write to a register replaces an earlier one. Confined to one thread. */
    public static final class Builder {
        private static final int FEW = 4;

        private final EntityKey key;
        private final WriteList list = new WriteList(FEW);

        private Builder(EntityKey key) {
            this.key = key;
        }

        /**
         * Writes one register.
         *
         * @param field its name
         * @param value its value, or null for ABSENT
         * @return this
         */
        public Builder set(String field, @Nullable Json value) {
            return put(field, value, null);
        }

        /**
         * Writes one register if its current value is a named operation's.
         *
         * @param field its name
         * @param value its value, or null for ABSENT
         * @param onlyOver the operation that must have written the current value
         * @return this
         */
        public Builder setOver(String field, @Nullable Json value, OpId onlyOver) {
            return put(field, value, onlyOver);
        }

        private Builder put(String field, @Nullable Json value, @Nullable OpId onlyOver) {
            checkName(field);
            list.add(field, value, onlyOver);
            return this;
        }

        /**
         * Whether nothing has been written.
         *
         * @return true if there is no write
         */
        public boolean isEmpty() {
            return list.isEmpty();
        }

        /**
         * Makes the writes.
         *
         * @return the writes, by name
         */
        public EntityWrites build() {
            return list.writes(key);
        }
    }
}
