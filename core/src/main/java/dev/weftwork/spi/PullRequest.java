package dev.weftwork.spi;

import dev.weftwork.graph.WorkflowId;
import java.time.Duration;
import java.util.Set;

/**
 * Asks for what follows a cursor.
 *
 * @param after the cursor
 * @param limit how many operations at most, at least one; a server may give fewer
 * @param patience how long to wait if there is nothing; a server may answer sooner
 * @param workflows only operations of these, or of all if the set is empty
 * @param audit workflows whose digest is wanted if the answer reaches the head
 */
public record PullRequest(
        RemoteCursor after, int limit, Duration patience, Set<WorkflowId> workflows, Set<WorkflowId> audit) {
    /**
     * Checks the limit and copies the sets.
     *
     * @param after the cursor
     * @param limit how many operations
     * @param patience how long to wait
     * @param workflows operations of which workflows
     * @param audit digests of which workflows
     * @throws IllegalArgumentException if the limit is below one or the patience below zero
     */
    public PullRequest {
        if (limit < 1 || patience.isNegative()) {
            throw new IllegalArgumentException(
                    "A pull needs a limit of at least 1 and no negative patience; got " + limit + " and " + patience);
        }
        workflows = Set.copyOf(workflows);
        audit = Set.copyOf(audit);
    }

    /**
     * Asks for all that follows, without waiting.
     *
     * @param after the cursor
     * @param limit how many operations at most
     * @return the request
     */
    public static PullRequest after(RemoteCursor after, int limit) {
        return new PullRequest(after, limit, Duration.ZERO, Set.of(), Set.of());
    }

    /**
     * The same with patience.
     *
     * @param most how long
     * @return the request
     */
    public PullRequest waiting(Duration most) {
        return new PullRequest(after, limit, most, workflows, audit);
    }

    /**
     * The same without patience.
     *
     * @return the request
     */
    public PullRequest withoutWaiting() {
        return waiting(Duration.ZERO);
    }
}
