package dev.weftwork.graph;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Collects members for an object; a key put again keeps its place and takes the new value.
 *
 * <p>Not thread-safe.
 */
public final class JsonObjectBuilder {

    private final Map<String, Json> members = new LinkedHashMap<>();

    JsonObjectBuilder() {}

    /**
     * Sets a member.
     *
     * @param key the key
     * @param value the host value, as {@link Json#of} takes it
     * @return this
     * @throws IllegalArgumentException if the value has no JSON form
     */
    public JsonObjectBuilder put(String key, @Nullable Object value) {
        members.put(Objects.requireNonNull(key, "key"), Json.of(value));
        return this;
    }

    /**
     * Sets many members in the order of a map.
     *
     * @param values the host values by key
     * @return this
     * @throws IllegalArgumentException if a value has no JSON form
     */
    public JsonObjectBuilder putAll(Map<String, ? extends @Nullable Object> values) {
        values.forEach(this::put);
        return this;
    }

    /**
     * Makes the object; the builder can be used further.
     *
     * @return the object
     * @throws IllegalArgumentException if the object nests deeper than 64
     */
    public Json build() {
        return Json.of(members);
    }
}
