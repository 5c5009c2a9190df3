package dev.weftwork.spi;

import dev.weftwork.change.AdmittedOp;
import dev.weftwork.graph.WorkflowId;
import java.util.List;
import java.util.Map;

/**
 * What follows a cursor.
 *
 * @param ops admitted operations in the server's order
 * @param cursor where the next pull goes on; it has passed the operations that were not asked for, too
 * @param seq the sequence number at that cursor: the caller has seen all up to it
 * @param more whether there is more already
 * @param digests of the workflows to be audited, if there is no more: what their admitted state comes to at that cursor,
 *     see {@link dev.weftwork.change.StateDigest}; a workflow of which the server knows nothing is left out
 */
public record PullAnswer(
        List<AdmittedOp> ops, RemoteCursor cursor, long seq, boolean more, Map<WorkflowId, String> digests) {
    /**
     * Copies the collections.
     *
     * @param ops admitted operations
     * @param cursor where to go on
     * @param seq the sequence number there
     * @param more whether there is more
     * @param digests digests of workflows
     */
    public PullAnswer {
        ops = List.copyOf(ops);
        digests = Map.copyOf(digests);
    }
}
