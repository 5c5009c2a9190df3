package dev.weftwork.store;

import dev.weftwork.graph.Json;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A collection of the host's own: items with ids and JSON values, as durable and as mergeable as workflows are. Each
 * call is one operation. Safe for use by many threads.
 */
public interface ItemCollection {
    /**
     * The collection's name, which is also its slice's.
     *
     * @return the name
     */
    String name();

    /**
     * An item.
     *
     * @param id names it
     * @return its value, or empty if there is none
     */
    Optional<Json> get(String id);

    /**
     * All items.
     *
     * @return ids and values, by id
     */
    Map<String, Json> all();

    /**
     * Adds or replaces an item.
     *
     * @param id names it
     * @param value anything that {@link Json#of} takes
     * @return when that is on disk
     */
    Commit put(String id, @Nullable Object value);

    /**
     * Adds or replaces several items at once.
     *
     * @param values ids and values
     * @return when that is on disk
     */
    Commit putAll(Map<String, ?> values);

    /**
     * Takes an item away; if there is none, nothing happens.
     *
     * @param id names it
     * @return when that is on disk
     */
    Commit remove(String id);

    /**
     * Takes several items away at once.
     *
     * @param ids name them
     * @return when that is on disk
     */
    Commit removeAll(Collection<String> ids);

    /**
     * Tells of every item that comes, goes or changes.
     *
     * @param listener takes the item's id
     * @return takes the listener away
     */
    Subscription observe(Consumer<String> listener);
}
