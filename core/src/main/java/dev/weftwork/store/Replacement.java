package dev.weftwork.store;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Reads the lists of a replacement. */
final class Replacement {
    private Replacement() {}

    static <K, V> Map<K, V> byId(Collection<V> values, Function<V, K> id, String what) {
        Map<K, V> byId = new LinkedHashMap<>();
        for (V value : values) {
            if (byId.put(id.apply(value), value) != null) {
                throw new IllegalArgumentException("The list names " + what + " '" + id.apply(value)
                        + "' twice; each id may stand in it once");
            }
        }
        return byId;
    }
}
