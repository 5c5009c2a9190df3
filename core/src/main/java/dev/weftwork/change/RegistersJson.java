package dev.weftwork.change;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonCursor;
import dev.weftwork.graph.JsonWriter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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
        JsonWriter out = new JsonWriter().beginObject();
        for (int i = 0; i < registers.size(); i++) {
            Json value = registers.value(i);
            if (value != null) {
                out.key(registers.field(i)).value(value);
            }
        }
        return out.endObject().toString();
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
     * @param stampCache turns a stamp's text into a stamp; most rows repeat the one before
     * @return the registers
     * @throws IllegalArgumentException if a text is not of that form, or a value has no stamp
     */
    public static Registers read(EntityKey key, String values, String stamps, StampCache stampCache) {
        JsonCursor in = new JsonCursor(values);
        EntityWrites writes = readWrites(key, in, stampCache);
        in.end();
        if (!stamps.startsWith("{")) {
            return Registers.of(writes, stampCache.stamp(stamps));
        }
        SortedMap<String, Stamp> byName = readStamps(stamps, stampCache);
        Stamp usual = byName.remove(USUAL);
        EntityWrites.Builder all = EntityWrites.to(key);
        byName.keySet().forEach(name -> all.set(name, null));
        writes.forEach((name, value) -> {
            if (usual == null && !byName.containsKey(name)) {
                throw new IllegalArgumentException(key + " holds '" + name + "' without a stamp");
            }
            if (usual != null) {
                byName.putIfAbsent(name, usual);
            }
            all.set(name, value);
        });
        return Registers.of(all.build(), byName.values().toArray(new Stamp[0]));
    }

    private static SortedMap<String, Stamp> readStamps(String stamps, StampCache stampCache) {
        TreeMap<String, Stamp> byName = new TreeMap<>();
        JsonCursor in = new JsonCursor(stamps);
        in.beginObject();
        while (in.nextMember()) {
            byName.put(in.key(), stampCache.stamp(in.string()));
        }
        in.end();
        return byName;
    }

    /** Reads an object of register values; the order in the text does not matter. */
    static EntityWrites readWrites(EntityKey key, JsonCursor in, StampCache cache) {
        boolean sorted = true;
        int size = 0;
        in.beginObject();
        while (in.nextMember()) {
            String name = in.key(cache.likelyName(size));
            EntityWrites.checkName(name);
            sorted &= size == 0 || cache.names[size - 1].compareTo(name) < 0;
            cache.add(size++, name, in.value());
        }
        if (sorted) {
            return new EntityWrites(key, cache.takeNames(size), Arrays.copyOf(cache.values, size), null);
        }
        EntityWrites.Builder all = EntityWrites.to(key);
        for (int i = 0; i < size; i++) {
            all.set(cache.names[i], cache.values[i]);
        }
        return all.build();
    }

    /** Remembers what the last row looked like, since most rows resemble the one before. Confined to one thread. */
    public static final class StampCache {
        private static final int MOST_STAMPS = 1_000;

        private String text = "";
        private @Nullable Stamp stamp;
        private final Map<String, Stamp> stamps = new HashMap<>();
        private String[] names = new String[16];
        private Json[] values = new Json[16];
        /** The names of the last row that was read whole, shared by all rows that have the same. */
        private String[] shared = new String[0];

        /** A cache that remembers nothing yet. */
        public StampCache() {}

        /**
         * Reads a stamp.
         *
         * @param of its text
         * @return the stamp; the same object for the same text in a row
         */
        public Stamp stamp(String of) {
            Stamp known = stamp;
            if (known == null || !text.equals(of)) {
                if (stamps.size() >= MOST_STAMPS) {
                    stamps.clear();
                }
                known = stamps.computeIfAbsent(of, Stamp::parse);
                stamp = known;
                text = of;
            }
            return known;
        }

        private String likelyName(int index) {
            return index < shared.length ? shared[index] : "";
        }

        private void add(int index, String name, Json value) {
            if (index == names.length) {
                names = Arrays.copyOf(names, index * 2);
                values = Arrays.copyOf(values, index * 2);
            }
            names[index] = name;
            values[index] = value;
        }

        private String[] takeNames(int size) {
            if (!Arrays.equals(names, 0, size, shared, 0, shared.length)) {
                shared = Arrays.copyOf(names, size);
            }
            return shared;
        }
    }
}
