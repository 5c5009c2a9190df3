package dev.weftwork.change;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonCursor;
import dev.weftwork.graph.JsonWriter;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Registers as two texts: an object of the values, which anyone can read, and beside it the stamps. The stamps are one
 * text if all registers carry the same, else an object; what is ABSENT is in the stamps alone.
 */
public final class RegistersJson {
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
     * @return a stamp's text if all carry the same and none is ABSENT, else an object from names to stamps
     */
    public static String stamps(Registers registers) {
        if (uniform(registers)) {
            return registers.stamp(0).toString();
        }
        JsonWriter out = new JsonWriter().beginObject();
        for (int i = 0; i < registers.size(); i++) {
            out.key(registers.field(i)).value(registers.stamp(i).toString());
        }
        return out.endObject().toString();
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
        Map<String, Stamp> byName = readStamps(stamps, stampCache);
        EntityWrites.Builder all = EntityWrites.to(key);
        byName.keySet().forEach(name -> all.set(name, null));
        writes.forEach((name, value) -> {
            if (!byName.containsKey(name)) {
                throw new IllegalArgumentException(key + " holds '" + name + "' without a stamp");
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
        private String text = "";
        private @Nullable Stamp stamp;
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
                known = Stamp.parse(of);
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
