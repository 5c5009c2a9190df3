package dev.weftwork.change;

import dev.weftwork.graph.EdgeId;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;

/**
 * Names one entity within its workflow.
 *
 * @param kind what sort of thing it is
 * @param id its id
 */
public record EntityKey(EntityKind kind, String id) {
    /**
     * Checks the id.
     *
     * @param kind what sort of thing it is
     * @param id its id
     * @throws IllegalArgumentException if the id is empty, longer than 512 bytes or not valid Unicode
     */
    public EntityKey {
        // one rule holds for the ids of all kinds
        NodeId.of(id);
    }

    /**
     * The key of a node.
     *
     * @param id the node's id
     * @return the key
     */
    public static EntityKey of(NodeId id) {
        return new EntityKey(EntityKind.NODE, id.value());
    }

    /**
     * The key of an edge.
     *
     * @param id the edge's id
     * @return the key
     */
    public static EntityKey of(EdgeId id) {
        return new EntityKey(EntityKind.EDGE, id.value());
    }

    /**
     * The key of a workflow's own fields.
     *
     * @param id the workflow's id
     * @return the key
     */
    public static EntityKey of(WorkflowId id) {
        return new EntityKey(EntityKind.WORKFLOW, id.value());
    }

    @Override
    public String toString() {
        return kind + " " + id;
    }
}
