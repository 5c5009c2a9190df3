package dev.weftwork.store;

import dev.weftwork.graph.EdgeId;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Workflow;
import java.util.Set;

/**
 * What a listener is told. Both snapshots are immutable, so a listener can take its time.
 *
 * @param before the workflow without the change
 * @param workflow the workflow with it
 * @param nodes the nodes that came, went or changed
 * @param edges the edges that came, went or changed, those included that a node took with it or brought back
 * @param fields whether the workflow's own fields changed: its name, its viewport, its unknown fields
 * @param origin who made it
 */
public record WorkflowChange(
        Workflow before, Workflow workflow, Set<NodeId> nodes, Set<EdgeId> edges, boolean fields, Origin origin) {
    /**
     * Copies the sets.
     *
     * @param before the workflow without the change
     * @param workflow the workflow with it
     * @param nodes the nodes concerned
     * @param edges the edges concerned
     * @param fields whether its own fields changed
     * @param origin who made it
     */
    public WorkflowChange {
        nodes = Set.copyOf(nodes);
        edges = Set.copyOf(edges);
    }

    /** Who made a change. */
    public enum Origin {
        /** An edit through this store. */
        LOCAL,
        /** A frame of a gesture that is under way; nothing of it is kept until the gesture ends. */
        GESTURE,
        /**
         * A frame of a gesture that somebody else makes, on another device or in another process, or its end; nothing
         * of it is kept, and it is gone two seconds after the last frame.
         */
        PEER_GESTURE,
        /** An edit by another process on the same storage. */
        OTHER_PROCESS,
        /** An edit that came from the server. */
        REMOTE
    }
}
