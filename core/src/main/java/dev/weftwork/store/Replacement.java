package dev.weftwork.store;

import dev.weftwork.graph.Edge;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the lists of a replacement, and says what comes of one. */
final class Replacement {
    private Replacement() {}

    static <K, V> Map<K, V> byId(Collection<V> values, Function<V, K> id, String what) {
        Map<K, V> byId = new LinkedHashMap<>();
        for (V value : Required.all(values, what)) {
            if (byId.put(id.apply(value), value) != null) {
                throw new IllegalArgumentException(
                        "The list names " + what + " '" + id.apply(value) + "' twice; each id may stand in it once");
            }
        }
        return byId;
    }

    /** What a node becomes when what somebody changed in an older state of it is done to it. */
    static Node onto(Node current, Node base, Node wanted) {
        if (current.equals(base)) {
            return wanted;
        }
        return current.toBuilder()
                .type(pick(current, base, wanted, Node::type))
                .title(pick(current, base, wanted, Node::title))
                .position(pick(current, base, wanted, Node::position))
                .size(pick(current, base, wanted, Node::size))
                .parent(pick(current, base, wanted, Node::parentId))
                .config(merge(current.config(), base.config(), wanted.config()))
                .result(pick(current, base, wanted, Node::result))
                .ext(merge(current.ext(), base.ext(), wanted.ext()))
                .order(pick(current, base, wanted, Node::order))
                .build();
    }

    /** What an edge becomes when what somebody changed in an older state of it is done to it. */
    static Edge onto(Edge current, Edge base, Edge wanted) {
        if (current.equals(base)) {
            return wanted;
        }
        boolean sameEnds = base.source().equals(wanted.source())
                && base.target().equals(wanted.target())
                && Objects.equals(base.sourceHandle(), wanted.sourceHandle())
                && Objects.equals(base.targetHandle(), wanted.targetHandle());
        Edge ends = sameEnds ? current : wanted;
        return current.between(ends.source(), ends.target())
                .withHandles(ends.sourceHandle(), ends.targetHandle())
                .withType(pick(current, base, wanted, Edge::type))
                .withExt(merge(current.ext(), base.ext(), wanted.ext()))
                .withOrder(pick(current, base, wanted, Edge::order));
    }

    private static <E, V extends @Nullable Object> V pick(E current, E base, E wanted, Function<E, V> field) {
        V value = field.apply(wanted);
        return Objects.equals(field.apply(base), value) ? field.apply(current) : value;
    }

    private static Map<String, Json> merge(
            Map<String, Json> current, Map<String, Json> base, Map<String, Json> wanted) {
        TreeMap<String, Json> merged = new TreeMap<>(current);
        base.keySet().stream().filter(name -> !wanted.containsKey(name)).forEach(merged::remove);
        wanted.forEach((name, value) -> {
            if (!value.equals(base.get(name))) {
                merged.put(name, value);
            }
        });
        return merged;
    }
}
