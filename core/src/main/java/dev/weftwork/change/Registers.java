package dev.weftwork.change;

import dev.weftwork.graph.Fields;
import dev.weftwork.graph.Json;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The last-write-wins registers of one entity, in the order of their names: for each a value, or null for ABSENT, and
 * the stamp of the write that put it there. Immutable; joining gives a new object, or the same one if nothing changed.
 *
 * <p>While all registers carry one stamp, which is how most entities are born, only that one is kept.
 */
public final class Registers {
    /** No register was ever written. */
    public static final Registers NONE = new Registers(new String[0], new Json[0], new Stamp[0]);

    final String[] fields;
    final @Nullable Json[] values;
    /** One for each field, or a single one for all. */
    private final Stamp[] stamps;

    Registers(String[] fields, @Nullable Json[] values, Stamp[] stamps) {
        this.fields = fields;
        this.values = values;
        this.stamps = stamps;
    }

    /**
     * Registers that were all written under one stamp.
     *
     * @param writes names and values
     * @param stamp the stamp of each
     * @return the registers
     */
    public static Registers of(EntityWrites writes, Stamp stamp) {
        return writes.size() == 0 ? NONE : new Registers(writes.fields, writes.values, new Stamp[] {stamp});
    }

    /**
     * Registers under stamps of their own.
     *
     * @param writes names and values
     * @param stamps one for each write, in order
     * @return the registers
     */
    public static Registers of(EntityWrites writes, Stamp[] stamps) {
        return new Registers(writes.fields, writes.values, compact(stamps.clone()));
    }

    /**
     * How many registers were ever written.
     *
     * @return the number, those that are ABSENT included
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
     * The stamp of a register.
     *
     * @param index its place, from zero
     * @return the stamp of the write that stands there
     */
    public Stamp stamp(int index) {
        return stamps.length == 1 ? stamps[0] : stamps[index];
    }

    /** The stamps in an array of the caller's own, one for each register. */
    Stamp[] stamps() {
        if (stamps.length != 1) {
            return stamps.clone();
        }
        Stamp[] all = new Stamp[fields.length];
        Arrays.fill(all, stamps[0]);
        return all;
    }

    /**
     * The stamp of all, where they carry the same and none is ABSENT.
     *
     * @return the stamp, or null if there are several, or none
     */
    public @Nullable Stamp soleStamp() {
        if (stamps.length != 1) {
            return null;
        }
        for (Json value : values) {
            if (value == null) {
                return null;
            }
        }
        return stamps[0];
    }

    /**
     * Where a register stands.
     *
     * @param field its name
     * @return its place, or a negative number if it was never written
     */
    public int indexOf(String field) {
        int low = 0;
        int high = fields.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = fields[middle].compareTo(field);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    /**
     * The value of a register.
     *
     * @param field its name
     * @return the value, or null if it is ABSENT or was never written
     */
    public @Nullable Json get(String field) {
        int at = indexOf(field);
        return at < 0 ? null : values[at];
    }

    /**
     * The stamp of a register.
     *
     * @param field its name
     * @return the stamp, or null if it was never written
     */
    public @Nullable Stamp stampOf(String field) {
        int at = indexOf(field);
        return at < 0 ? null : stamp(at);
    }

    /** Whether a register has the same value here and in another state of the entity. */
    @SuppressWarnings("ReferenceEquality") // states of one entity most often share their names
    boolean agree(Registers other, String field) {
        int here = indexOf(field);
        int there = fields == other.fields ? here : other.indexOf(field);
        return Objects.equals(here < 0 ? null : values[here], there < 0 ? null : other.values[there]);
    }

    /** The registers whose names begin with a prefix, by the rest of their names. */
    Fields group(String prefix) {
        int first = indexOf(prefix);
        int from = first < 0 ? -first - 1 : first;
        int to = from;
        int count = 0;
        for (; to < fields.length && fields[to].startsWith(prefix); to++) {
            count += values[to] == null ? 0 : 1;
        }
        if (count == to - from) {
            return Fields.within(fields, values, from, to, prefix.length());
        }
        String[] names = new String[count];
        Json[] present = new Json[count];
        for (int i = from, next = 0; next < count; i++) {
            Json value = values[i];
            if (value != null) {
                names[next] = fields[i].substring(prefix.length());
                present[next++] = value;
            }
        }
        return Fields.ofSorted(names, present);
    }

    /**
     * The newest stamp of all.
     *
     * @return the greatest, or null if there is no register
     */
    public @Nullable Stamp newest() {
        Stamp newest = null;
        for (Stamp stamp : stamps) {
            if (newest == null || stamp.compareTo(newest) > 0) {
                newest = stamp;
            }
        }
        return newest;
    }

    /**
     * Joins the writes of one operation. A guarded write counts only over a value of the operation that it names.
     *
     * @param writes names and values
     * @param stamp the stamp of each
     * @return the joined registers; this object if nothing in it changed
     */
    public Registers join(EntityWrites writes, Stamp stamp) {
        if (fields.length == 0 && !writes.guarded()) {
            return of(writes, stamp);
        }
        Registers updated = RegisterUpdate.join(this, writes, stamp);
        return updated != null
                ? updated
                : new RegisterMerge(this, writes.size()).with(writes, stamp).result();
    }

    /**
     * Joins another state of the same entity.
     *
     * @param other its registers
     * @return the joined registers; this object if nothing in it changed
     */
    public Registers join(Registers other) {
        if (fields.length == 0) {
            return other;
        }
        return new RegisterMerge(this, other.size()).with(other).result();
    }

    /**
     * Whether a write would stand in place of another.
     *
     * @param stamp the stamp of the new write
     * @param value its value, or null for ABSENT
     * @param oldStamp the stamp of the one that stands
     * @param oldValue its value, or null for ABSENT
     * @return true if the new one wins; equal stamps are told apart by value, so that the answer never depends on order
     */
    public static boolean beats(Stamp stamp, @Nullable Json value, Stamp oldStamp, @Nullable Json oldValue) {
        int order = stamp.compareTo(oldStamp);
        return order > 0 || (order == 0 && text(value).compareTo(text(oldValue)) > 0);
    }

    static Stamp[] compact(Stamp[] stamps) {
        for (int i = 1; i < stamps.length; i++) {
            if (!stamps[i].equals(stamps[0])) {
                return stamps;
            }
        }
        return stamps.length == 0 ? stamps : new Stamp[] {stamps[0]};
    }

    private static String text(@Nullable Json value) {
        return value == null ? "" : value.text();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Registers that
                && Arrays.equals(fields, that.fields)
                && Arrays.equals(values, that.values)
                && Arrays.equals(stamps, that.stamps);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(fields) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < fields.length; i++) {
            text.append(fields[i])
                    .append('=')
                    .append(values[i])
                    .append('@')
                    .append(stamp(i))
                    .append(' ');
        }
        return text.toString().trim();
    }
}
