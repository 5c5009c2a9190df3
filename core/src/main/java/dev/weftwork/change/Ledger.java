package dev.weftwork.change;

import dev.weftwork.graph.WorkflowId;
import org.jspecify.annotations.Nullable;

/**
 * What an authority remembers, as far as admission needs it. All answers belong to one moment: whoever admits holds the
 * authority's head from the first question to the last write.
 */
public interface Ledger {
    /**
     * The sequence number of the last admitted operation.
     *
     * @return the number, zero before the first
     */
    long head();

    /**
     * The authority's hybrid clock.
     *
     * @return its last value
     */
    long clock();

    /**
     * What was once said about an operation.
     *
     * @param op names it
     * @return the answer and what it was about, or null if the operation is new
     */
    @Nullable Known known(OpId op);

    /**
     * Which operation a replica's number was used for.
     *
     * @param device the replica
     * @param seq its number
     * @return the operation, or null if the number is free
     */
    @Nullable OpId numbered(DeviceId device, long seq);

    /**
     * The replica's admitted operation with the greatest number below a given one.
     *
     * @param device the replica
     * @param seq the number
     * @return its clocks, or null if there is none
     */
    @Nullable Neighbour below(DeviceId device, long seq);

    /**
     * The replica's admitted operation with the least number above a given one.
     *
     * @param device the replica
     * @param seq the number
     * @return its clocks, or null if there is none
     */
    @Nullable Neighbour above(DeviceId device, long seq);

    /**
     * What stands in the registers of an entity.
     *
     * @param workflow the workflow
     * @param key the entity
     * @return its admitted registers, or null if nothing was ever admitted to it
     */
    @Nullable Registers registers(WorkflowId workflow, EntityKey key);

    /**
     * The place of an admitted operation.
     *
     * @param op names it
     * @return its sequence number; zero if it is older than this authority remembers
     */
    long seqOf(OpId op);

    /**
     * Whether operations come in the very order in which they were made, as where one store takes its own edits in.
     *
     * @return true if they do; false unless said otherwise
     */
    default boolean inOrder() {
        return false;
    }

    /**
     * An operation that was answered before.
     *
     * @param digest the fingerprint of its writes
     * @param verdict the answer
     */
    record Known(String digest, Verdict verdict) {}

    /**
     * The clocks of an admitted operation, as they count among the others of its replica.
     *
     * @param claimed what its replica claimed
     * @param eff what it was given: {@link Admission.Admit#order}. The stamp of a version says more than that, which must
     *     neither lift nor bound what its replica edited
     */
    record Neighbour(long claimed, long eff) {}
}
