package dev.weftwork.version;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * An entity as a leaf lists it, {@code [kind, id, registers]}. A value that nests so deep that it could not be read inside
 * of a leaf stands as a text, among {@code deep} ones in a fourth place.
 *
 * @param key names the entity
 * @param registers what its registers hold
 */
record ChunkLine(EntityKey key, List<Json.Member> registers) {
    /** A leaf is three containers around each value, and text that is read has 64 at most. */
    private static final int DEEPEST = 61;

    /** The lines of a leaf. Anybody may have written it; whatever is wrong is thrown. */
    static List<ChunkLine> read(String leaf) {
        List<ChunkLine> lines = new ArrayList<>();
        for (Json line : Json.parse(leaf).elements()) {
            List<Json> parts = line.elements();
            EntityKey key = new EntityKey(
                    EntityKind.of(parts.get(0).asString()), parts.get(1).asString());
            List<Json.Member> registers = new ArrayList<>(parts.get(2).members());
            if (parts.size() > 3) {
                for (Json.Member deep : parts.get(3).members()) {
                    registers.add(
                            new Json.Member(deep.key(), Json.parse(deep.value().asString())));
                }
            }
            lines.add(new ChunkLine(key, registers));
        }
        return lines;
    }

    private static boolean isDeep(String value) {
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < value.length() && value.length() > 2 * DEEPEST; i++) {
            char c = value.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == '[' || c == '{')) {
                depth++;
            } else if (!quoted && (c == ']' || c == '}')) {
                depth--;
            }
            if (depth > DEEPEST) {
                return true;
            }
        }
        return false;
    }

    /** Writes a line. Used once. */
    static final class Writer {
        private final JsonWriter line = new JsonWriter().beginArray();
        private final List<Json.Member> deep = new ArrayList<>();

        Writer(EntityKey key) {
            line.value(key.kind().name()).value(key.id()).beginObject();
        }

        void register(String field, Json value) {
            if (isDeep(value.text())) {
                deep.add(new Json.Member(field, value));
            } else {
                line.key(field).value(value);
            }
        }

        String end() {
            line.endObject();
            if (!deep.isEmpty()) {
                line.beginObject();
                deep.forEach(each -> line.key(each.key()).value(each.value().text()));
                line.endObject();
            }
            return line.endArray().toString();
        }
    }
}
