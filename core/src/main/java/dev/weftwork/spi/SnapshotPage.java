package dev.weftwork.spi;

import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.graph.WorkflowId;
import java.util.List;

/**
 * The content of one part of a snapshot.
 *
 * @param entities entities, dead ones included
 */
public record SnapshotPage(List<Row> entities) {
    /**
     * Copies the list.
     *
     * @param entities entities
     */
    public SnapshotPage {
        entities = List.copyOf(entities);
    }

    /**
     * One entity.
     *
     * @param workflow the workflow that it belongs to
     * @param entity its admitted state
     * @param updatedAt on the entity that stands for the workflow itself: when the newest operation was made that changed
     *     anything in the workflow, in milliseconds since 1970, which the entities may no longer tell; zero on all others
     */
    public record Row(WorkflowId workflow, Entity entity, long updatedAt) {
        /**
         * A row as snapshots have it.
         *
         * @param workflow the workflow that it belongs to
         * @param entity its admitted state
         * @param updatedAt when the workflow was last changed
         * @return the row
         */
        public static Row of(WorkflowId workflow, Entity entity, long updatedAt) {
            return new Row(workflow, entity, entity.key().equals(EntityKey.of(workflow)) ? updatedAt : 0);
        }
    }
}
