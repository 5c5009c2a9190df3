package dev.weftwork.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a store should show, in plain maps: every edit is written over what was there before it, in order. */
final class NaiveState {
    private final Map<String, TreeMap<String, Thing>> graphs = new TreeMap<>();

    /** One entity: its registers as text, and how many edits touched it. */
    static final class Thing {
        final TreeMap<String, String> fields = new TreeMap<>();
        /** Fields that were ever written, be they absent now. */
        final Map<String, Boolean> known = new HashMap<>();

        private long version;

        boolean alive() {
            return "true".equals(fields.get("life"));
        }
    }

    static NaiveState of(List<NaiveEdit> edits) {
        NaiveState state = new NaiveState();
        edits.forEach(state::apply);
        return state;
    }

    void apply(NaiveEdit edit) {
        TreeMap<String, Thing> graph = graphs.computeIfAbsent(edit.graph(), id -> new TreeMap<>());
        edit.writes().forEach((key, fields) -> {
            Thing thing = graph.computeIfAbsent(key, name -> new Thing());
            thing.version++;
            fields.forEach((field, value) -> {
                thing.known.put(field, true);
                if (value.isPresent()) {
                    thing.fields.put(field, value.get());
                } else {
                    thing.fields.remove(field);
                }
            });
        });
    }

    Optional<Thing> thing(String graph, String key) {
        return Optional.ofNullable(graphs.getOrDefault(graph, new TreeMap<>()).get(key));
    }

    boolean alive(String graph, String key) {
        return thing(graph, key).filter(Thing::alive).isPresent();
    }

    boolean workflow(String id) {
        return alive(id, "workflow " + id);
    }

    boolean node(String graph, String id) {
        return workflow(graph) && alive(graph, "node " + id);
    }

    /** An edge shows while it and both its ends are there. */
    boolean edge(String graph, String id) {
        return workflow(graph)
                && alive(graph, "edge " + id)
                && node(graph, end(graph, id, "source"))
                && node(graph, end(graph, id, "target"));
    }

    private String end(String graph, String id, String which) {
        return thing(graph, "edge " + id)
                .map(edge -> edge.fields.getOrDefault(which, ""))
                .orElse("");
    }

    TreeMap<String, Thing> graph(String id) {
        return graphs.getOrDefault(id, new TreeMap<>());
    }

    /** The same text as {@link Shown} makes of a store. */
    String text() {
        StringBuilder text = new StringBuilder();
        graphs.forEach((id, graph) -> {
            if (workflow(id)) {
                text.append(id).append('\n');
                graph.forEach((key, thing) -> text.append(line(id, key, thing)));
            }
        });
        graph(Collections.HOME.value()).forEach((key, thing) -> {
            if (thing.alive()) {
                text.append(key).append('=').append(thing.fields.get("value")).append('\n');
            }
        });
        return text.toString();
    }

    private String line(String graph, String key, Thing thing) {
        String id = key.substring(key.indexOf(' ') + 1);
        boolean shown = key.startsWith("edge ") ? edge(graph, id) : thing.alive();
        if (!shown) {
            return "";
        }
        TreeMap<String, String> fields = new TreeMap<>(thing.fields);
        fields.remove("life");
        return "  " + key + " v" + thing.version + " " + fields + "\n";
    }
}
