package dev.weftwork.store;

import dev.weftwork.change.EntityKey;
import dev.weftwork.graph.WorkflowId;
import java.util.Set;

/**
 * What was repaired of a workflow whose admitted state was another here than at its server.
 *
 * @param workflow the workflow
 * @param entities the entities that differed; they are as the server has them now
 * @param kept how many values the server did not know; each is kept as an open conflict
 */
public record Repair(WorkflowId workflow, Set<EntityKey> entities, int kept) {
    /**
     * Copies the set.
     *
     * @param workflow the workflow
     * @param entities the entities that differed
     * @param kept how many values the server did not know
     */
    public Repair {
        entities = Set.copyOf(entities);
    }
}
