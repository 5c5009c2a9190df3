package dev.weftwork.change;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonCursor;
import dev.weftwork.graph.JsonWriter;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Registers as two texts: an object of the values, which anyone can read, and beside it the stamps. The stamps are one
 * text if all registers carry the same, else an object: under the empty name the stamp of all that it does not list.
 * What is ABSENT is listed in the stamps alone.
 */
public final class RegistersJson {
    /** Stands for every register that is not listed. No register has this name. */
    private static final String USUAL = "";

    private RegistersJson() {}

    /**
     * Writes the values.
     *
     * @param registers the registers
     * @return an object of all that are not ABSENT
     */
    public static String values(Registers registers) {
        JsonWriter out = new JsonWriter();
        writeValues(registers, out);
        return out.toString();
    }

    /**
     * Writes the values.
     *
     * @param registers the registers
     * @param out takes an object of all that are not ABSENT
     */
    public static void writeValues(Registers registers, JsonWriter out) {
        out.beginObject();
        for (int i = 0; i < registers.size(); i++) {
            Json value = registers.value(i);
            if (value != null) {
                out.key(registers.field(i)).value(value);
            }
        }
        out.endObject();
    }

    /**
     * Writes the stamps.
     *
     * @param registers the registers
     * @return a stamp's text if all carry the same and none is ABSENT, else an object: the usual stamp under the empty
     *     name, and those of the registers that are ABSENT or carry another
     */
    public static String stamps(Registers registers) {
        if (uniform(registers)) {
            return registers.stamp(0).toString();
        }
        JsonWriter out = new JsonWriter().beginObject();
        if (registers.size() == 0) {
            return out.endObject().toString();
        }
        Stamp usual = usual(registers);
        out.key(USUAL).value(usual.toString());
        for (int i = 0; i < registers.size(); i++) {
            Stamp stamp = registers.stamp(i);
            if (registers.value(i) == null || !stamp.equals(usual)) {
                out.key(registers.field(i)).value(stamp.toString());
            }
        }
        return out.endObject().toString();
    }

    /** The stamp that more than half of the registers carry, if there is one, else any. */
    private static Stamp usual(Registers registers) {
        Stamp candidate = registers.stamp(0);
        int votes = 0;
        for (int i = 0; i < registers.size(); i++) {
            Stamp stamp = registers.stamp(i);
            if (votes == 0) {
                candidate = stamp;
            }
            votes += stamp.equals(candidate) ? 1 : -1;
        }
        return candidate;
    }

    private static boolean uniform(Registers registers) {
        if (registers.size() == 0) {
            return false;
        }
        Stamp first = registers.stamp(0);
        for (int i = 0; i < registers.size(); i++) {
            if (registers.value(i) == null || !registers.stamp(i).equals(first)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Reads what {@link #values} and {@link #stamps} wrote.
     *
     * @param key the entity
     * @param values the text of the values
     * @param stamps the text of the stamps
     * @param names what was read before; most entities resemble one another
     * @return the registers
     * @throws IllegalArgumentException if a text is not of that form, or a value has no stamp
     */
    public static Registers read(EntityKey key, String values, String stamps, LikelyNames names) {
        JsonCursor in = new JsonCursor(values);
        EntityWrites writes = names.read(key, in);
        in.end();
        return stamped(writes, stamps, names);
    }

    /**
     * Reads one of many entities whose values are in one text.
     *
     * @param key the entity
     * @param values stands before what {@link #values} wrote
     * @param stamps the text of the stamps
     * @param names what was read before; most entities resemble one another
     * @return the registers
     * @throws IllegalArgumentException if a text is not of that form, or a value has no stamp
     */
    public static Registers read(EntityKey key, JsonCursor values, String stamps, LikelyNames names) {
        return stamped(names.read(key, values), stamps, names);
    }

    private static Registers stamped(EntityWrites writes, String stamps, LikelyNames names) {
        if (!stamps.startsWith("{")) {
            return Registers.of(writes, names.stamp(stamps));
        }
        SortedMap<String, Stamp> byName = readStamps(stamps, names);
        Stamp usual = byName.remove(USUAL);
        EntityWrites.Builder all = EntityWrites.to(writes.key());
        byName.keySet().forEach(name -> all.set(name, null));
        writes.forEach((name, value) -> {
            if (usual == null && !byName.containsKey(name)) {
                throw new IllegalArgumentException(writes.key() + " holds '" + name + "' without a stamp");
            }
            if (usual != null) {
                byName.putIfAbsent(name, usual);
            }
            all.set(name, value);
        });
        return Registers.of(all.build(), byName.values().toArray(new Stamp[0]));
    }

    private static SortedMap<String, Stamp> readStamps(String stamps, LikelyNames names) {
        TreeMap<String, Stamp> byName = new TreeMap<>();
        JsonCursor in = new JsonCursor(stamps);
        in.beginObject();
        while (in.nextMember()) {
            byName.put(in.key(), names.stamp(in.string()));
        }
        in.end();
        return byName;
    }
}
