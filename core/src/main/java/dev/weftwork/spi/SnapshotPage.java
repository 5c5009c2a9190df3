package dev.weftwork.spi;

import dev.weftwork.change.Entity;
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
     */
    public record Row(WorkflowId workflow, Entity entity) {}
}
