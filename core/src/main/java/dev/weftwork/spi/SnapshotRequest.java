package dev.weftwork.spi;

import dev.weftwork.graph.WorkflowId;
import java.util.Set;

/**
 * Asks for the state as of now.
 *
 * @param workflows only of these, or of all if the set is empty
 */
public record SnapshotRequest(Set<WorkflowId> workflows) {
    /** The state of all workflows. */
    public static final SnapshotRequest ALL = new SnapshotRequest(Set.of());

    /**
     * Copies the set.
     *
     * @param workflows of which workflows
     */
    public SnapshotRequest {
        workflows = Set.copyOf(workflows);
    }
}
