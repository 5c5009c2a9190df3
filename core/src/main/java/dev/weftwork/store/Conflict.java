package dev.weftwork.store;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.Stamp;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.WorkflowId;
import org.jspecify.annotations.Nullable;

/**
 * Two devices wrote one register, and neither knew of the other's write. One of the two stands; both are kept here.
 *
 * @param workflow the workflow
 * @param key the entity
 * @param field the register
 * @param mine what this device wrote
 * @param theirs what the other device wrote
 * @param won whether this device's value stood when the conflict was found
 * @param open whether somebody still has to decide
 * @param found when it was found, in milliseconds since 1970 by the server's clock
 */
public record Conflict(
        WorkflowId workflow,
        EntityKey key,
        String field,
        Side mine,
        Side theirs,
        boolean won,
        boolean open,
        long found) {
    /**
     * One of the two writes.
     *
     * @param value what was written, or null for ABSENT
     * @param stamp by whom, and when it counts as written
     */
    public record Side(@Nullable Json value, Stamp stamp) {}

    /**
     * The same, decided about.
     *
     * @return the conflict
     */
    Conflict closed() {
        return new Conflict(workflow, key, field, mine, theirs, won, false, found);
    }

    /** The same, to be decided about. */
    Conflict opened() {
        return new Conflict(workflow, key, field, mine, theirs, won, true, found);
    }

    /** The same with other sides. */
    Conflict with(Side ours, Side others) {
        return new Conflict(workflow, key, field, ours, others, won, open, found);
    }

    /** The write that lost; conflicts are named by it. */
    Side loser() {
        return won ? theirs : mine;
    }
}
