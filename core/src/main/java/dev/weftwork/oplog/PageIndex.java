package dev.weftwork.oplog;

import dev.weftwork.change.Entity;
import dev.weftwork.change.RegistersJson;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonCursor;
import dev.weftwork.graph.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
record PageIndex(List<Integer> lengths, List<Integer> sums, List<String> stamps, List<Integer> of, List<Integer> dead) {
    static PageIndex read(String text) {
        PageIndex index = new PageIndex(
                new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
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

    private static void readNumbers(JsonCursor in, List<Integer> numbers) {
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
        return stamps.get(of.isEmpty() ? 0 : of.get(entity));
    }

    /** Makes an index while a page is written. */
    static final class Builder {
        private final JsonWriter lengths = new JsonWriter().beginArray();
        private final JsonWriter dead = new JsonWriter().beginArray();
        private final JsonWriter of = new JsonWriter().beginArray();
        private final Map<String, Integer> stamps = new LinkedHashMap<>();
        private int size;
        private boolean anyDead;

        void add(Entity entity, int length) {
            lengths.value(length);
            if (!entity.alive()) {
                dead.value(size);
                anyDead = true;
            }
            of.value(stamps.computeIfAbsent(RegistersJson.stamps(entity.registers()), each -> stamps.size()));
            size++;
        }

        String text(List<Integer> sums) {
            JsonWriter out = new JsonWriter().beginObject();
            out.key("lengths").value(lengths.endArray().toJson()).key("sums").beginArray();
            sums.forEach(out::value);
            out.endArray().key("stamps").beginArray();
            for (String text : stamps.keySet()) {
                if (text.startsWith("{")) {
                    out.value(Json.parse(text));
                } else {
                    out.value(text);
                }
            }
            out.endArray();
            if (stamps.size() > 1) {
                out.key("of").value(of.endArray().toJson());
            }
            if (anyDead) {
                out.key("dead").value(dead.endArray().toJson());
            }
            return out.endObject().toString();
        }
    }
}
