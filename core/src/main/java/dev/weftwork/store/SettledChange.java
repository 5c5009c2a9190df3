package dev.weftwork.store;

import dev.weftwork.change.EntityKey;
import dev.weftwork.graph.WorkflowId;

/**
 * An entity has come to rest.
 *
 * @param workflow the workflow that it belongs to
 * @param key names it
 * @param slice the slice by whose configuration it was waited for
 */
public record SettledChange(WorkflowId workflow, EntityKey key, String slice) {}
