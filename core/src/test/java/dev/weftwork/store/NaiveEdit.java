package dev.weftwork.store;

import dev.weftwork.change.OpId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One edit as the model sees it.
 *
 * @param op the operation that it became
 * @param graph the graph that it is of
 * @param writes for each entity the fields that are set, or taken away
 */
record NaiveEdit(OpId op, String graph, Map<String, TreeMap<String, Optional<String>>> writes) {

    /** Collects an edit against the state that it starts from. */
    static final class Draft {
        private final NaiveState state;
        private final String graph;
        private final Map<String, TreeMap<String, Optional<String>>> writes = new TreeMap<>();

        Draft(NaiveState state, String graph) {
            this.state = state;
            this.graph = graph;
        }

        NaiveEdit done(OpId op) {
            return new NaiveEdit(op, graph, writes);
        }

        boolean isEmpty() {
            return writes.isEmpty();
        }

        /** Whether the draft has touched this already; the walk does not touch one thing twice in an edit. */
        boolean touched(String key) {
            return writes.containsKey(key);
        }

        /** Sets a field if that makes a difference. */
        void set(String key, String field, String value) {
            String current = state.thing(graph, key)
                    .map(thing -> thing.fields.get(field))
                    .orElse(null);
            if (!value.equals(current)) {
                fields(key).put(field, Optional.of(value));
            }
        }

        /** Brings something to life; of what it was before nothing is left. */
        void bear(String key, Map<String, String> fields) {
            state.thing(graph, key)
                    .ifPresent(former ->
                            former.known.keySet().forEach(field -> fields(key).put(field, Optional.empty())));
            fields.forEach((field, value) -> fields(key).put(field, Optional.of(value)));
            fields(key).put("life", Optional.of("true"));
        }

        void die(String key) {
            fields(key).put("life", Optional.of("false"));
        }

        /** Brings a workflow to life; what was in a former one of its id stays dead. */
        void bearWorkflow(String name) {
            state.graph(graph).forEach((key, thing) -> {
                if (thing.alive()) {
                    die(key);
                }
            });
            bear("workflow " + graph, Map.of("name", name));
        }

        private TreeMap<String, Optional<String>> fields(String key) {
            return writes.computeIfAbsent(key, name -> new TreeMap<>());
        }
    }
}
