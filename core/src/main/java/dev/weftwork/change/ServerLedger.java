package dev.weftwork.change;

import dev.weftwork.graph.WorkflowId;
import org.jspecify.annotations.Nullable;

/** What an authority that serves many replicas, and forgets, remembers beyond a {@link Ledger}. */
public interface ServerLedger extends Ledger {
    /**
     * Whether a replica's number was used by an operation that was admitted and has been forgotten since.
     *
     * @param device the replica
     * @param seq its number
     * @return true if it was; false in a gap
     */
    boolean forgotten(DeviceId device, long seq);

    /**
     * What is left of the operation that used a replica's number and has been forgotten since.
     *
     * @param device the replica
     * @param seq its number
     * @return its {@link OpDigest#trace}, or zero if not even that is known
     */
    long traceOf(DeviceId device, long seq);

    /**
     * What is left of an entity that was removed for good after it had been dead for long.
     *
     * @param workflow the workflow
     * @param key the entity
     * @return its grave; null if it was never removed, or lives again
     */
    @Nullable Grave grave(WorkflowId workflow, EntityKey key);
}
