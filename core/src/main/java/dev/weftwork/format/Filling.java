package dev.weftwork.format;

import dev.weftwork.graph.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an entity has to say for the places of its shape. */
interface Filling {
    /**
     * The JSON text of a typed field, or null if it has no value.
     *
     * @param numeric whether ids and handles are numbers there
     * @param key the key under which it stands
     */
    @Nullable String text(Slot slot, boolean numeric, String key);

    /** Whether a typed field is worth a place that the shape does not give it. */
    boolean isNews(Slot slot);

    /** The settings. */
    Map<String, Json> config();

    /** The unknown fields and marks. */
    Map<String, Json> ext();

    /** How many ports there are links for at a path. */
    default int portCount(String path) {
        return 0;
    }

    /** The array of links of one port, perhaps empty. */
    default String port(String path, int index) {
        return "[]";
    }

    /** The keys of links among the settings, and of ports. */
    default List<String> linkKeys() {
        return List.of();
    }
}
