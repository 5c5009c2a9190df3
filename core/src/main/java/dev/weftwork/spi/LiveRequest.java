package dev.weftwork.spi;

import dev.weftwork.graph.WorkflowId;
import java.util.Set;

/**
 * Asks to be told of what happens.
 *
 * @param after from where
 * @param workflows only operations of these, or of all if the set is empty
 */
public record LiveRequest(RemoteCursor after, Set<WorkflowId> workflows) {
    /**
     * Copies the set.
     *
     * @param after from where
     * @param workflows of which workflows
     */
    public LiveRequest {
        workflows = Set.copyOf(workflows);
    }
}
