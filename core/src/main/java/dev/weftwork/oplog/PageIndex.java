package dev.weftwork.oplog;

import dev.weftwork.change.Entity;
import dev.weftwork.change.RegistersJson;
import dev.weftwork.change.Stamp;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonCursor;
import dev.weftwork.graph.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What finds each entity of a page without reading the others: {@code {"lengths", "sums", "stamps", "of", "dead"}}. Most
 * entities of a page were born together, so each different text of stamps is there once.
 *
 * @param lengths how many characters each entity takes
 * @param sums the checksum of each entity's characters
 * @param stamps the different texts of stamps
 * @param of which of them each entity has; empty if all have the first
 * @param dead the places of the entities that are not alive
 */
record PageIndex(Numbers lengths, Numbers sums, List<String> stamps, Numbers of, Numbers dead) {
    private static final int USUAL_LENGTH = 2048;

    static PageIndex read(String text) {
        PageIndex index = new PageIndex(new Numbers(), new Numbers(), new ArrayList<>(), new Numbers(), new Numbers());
        JsonCursor in = new JsonCursor(text);
        in.beginObject();
        while (in.nextMember()) {
            switch (in.key()) {
                case "lengths" -> readNumbers(in, index.lengths);
                case "sums" -> readNumbers(in, index.sums);
                case "stamps" -> readStamps(in, index.stamps);
                case "of" -> readNumbers(in, index.of);
                case "dead" -> readNumbers(in, index.dead);
                default -> in.skip();
            }
        }
        in.end();
        return index;
    }

    private static void readNumbers(JsonCursor in, Numbers numbers) {
        in.beginArray();
        while (in.nextElement()) {
            numbers.add((int) in.integer());
        }
    }

    private static void readStamps(JsonCursor in, List<String> stamps) {
        in.beginArray();
        while (in.nextElement()) {
            stamps.add(in.peek() == Json.Kind.STRING ? in.string() : in.value().text());
        }
    }

    int size() {
        return lengths.size();
    }

    String stampsOf(int entity) {
        return stamps.get(of.size() == 0 ? 0 : of.get(entity));
    }

    /** Makes an index while a page is written. */
    static final class Builder {
        private final Numbers of = new Numbers();
        private final Numbers dead = new Numbers();
        private final Map<String, Integer> stamps = new LinkedHashMap<>();
        /** What the entity before had for all its registers: neighbours often share it. */
        private @Nullable Stamp sole;

        private int last;

        @SuppressWarnings("ReferenceEquality") // the same object is the one case that can be skipped for nothing
        void add(Entity entity) {
            Stamp only = entity.registers().soleStamp();
            if (only == null || only != sole) {
                last = stamps.computeIfAbsent(RegistersJson.stamps(entity.registers()), each -> stamps.size());
                sole = only;
            }
            if (!entity.alive()) {
                dead.add(of.size());
            }
            of.add(last);
        }

        String text(Numbers lengths, Numbers sums) {
            JsonWriter out = new JsonWriter(USUAL_LENGTH).beginObject();
            write("lengths", lengths, out);
            write("sums", sums, out);
            out.key("stamps").beginArray();
            for (String text : stamps.keySet()) {
                if (text.startsWith("{")) {
                    out.value(Json.parse(text));
                } else {
                    out.value(text);
                }
            }
            out.endArray();
            if (stamps.size() > 1) {
                write("of", of, out);
            }
            if (dead.size() > 0) {
                write("dead", dead, out);
            }
            return out.endObject().toString();
        }

        private static void write(String key, Numbers numbers, JsonWriter out) {
            out.key(key).beginArray();
            for (int i = 0; i < numbers.size(); i++) {
                out.value(numbers.get(i));
            }
            out.endArray();
        }
    }
}
