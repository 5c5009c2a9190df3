package dev.weftwork.format;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Entries of a document's lists that are no nodes and no links, with the order keys that bring them back between those.
 * Confined to one document.
 */
final class Strays {
    private final Map<String, List<Entry>> lists = new TreeMap<>();

    /**
     * One entry.
     *
     * @param order its order key
     * @param text its exact text; in a map, key and value
     */
    record Entry(String order, String text) {}

    void add(String list, String order, String text) {
        lists.computeIfAbsent(list, name -> new ArrayList<>()).add(new Entry(order, text));
    }

    /** The entries of a list in their order. */
    List<Entry> of(String list) {
        return lists.getOrDefault(list, List.of());
    }

    boolean isEmpty() {
        return lists.isEmpty();
    }

    /** The names of the lists that have entries. */
    Iterable<String> names() {
        return lists.keySet();
    }

    /** Texts go in as strings, since wrapped values might nest deeper than JSON may. */
    Json toJson() {
        JsonWriter out = new JsonWriter().beginObject();
        lists.forEach((list, entries) -> {
            out.key(list).beginArray();
            entries.forEach(entry -> out.value(entry.order()).value(entry.text()));
            out.endArray();
        });
        return out.endObject().toJson();
    }

    /** Reads what {@link #toJson} wrote; what someone else wrote there counts as nothing. */
    static Strays from(@Nullable Json json) {
        Strays strays = new Strays();
        if (json != null && json.kind() == Json.Kind.OBJECT) {
            json.members().forEach(member -> strays.readAll(member.key(), member.value()));
        }
        return strays;
    }

    private void readAll(String list, Json entries) {
        if (entries.kind() != Json.Kind.ARRAY) {
            return;
        }
        List<Json> flat = entries.elements();
        for (int i = 0; i + 1 < flat.size(); i += 2) {
            if (flat.get(i).kind() == Json.Kind.STRING && flat.get(i + 1).kind() == Json.Kind.STRING) {
                add(list, flat.get(i).asString(), flat.get(i + 1).asString());
            }
        }
    }
}
