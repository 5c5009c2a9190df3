package dev.weftwork.server.storage;

import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.Place;
import dev.weftwork.change.Registers;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.HistoryPage;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A workspace at one moment. */
public interface WorkspaceReader {
    /**
     * The last place that was forgotten, or the start.
     *
     * @return the floor
     */
    Place floorPlace();

    /**
     * The place behind the last admitted operation.
     *
     * @return the head
     */
    Place headPlace();

    /**
     * The workspace's hybrid clock.
     *
     * @return its last value
     */
    long clock();

    /**
     * The place behind an operation.
     *
     * @param seq its number
     * @return the place, or null if there is none or it was forgotten
     */
    @Nullable Place placeAt(long seq);

    /**
     * What follows a number.
     *
     * @param seq the number
     * @param most how many numbers to look at
     * @return the operations, in order; fewer of them if they are long, but one if there is one, and then by itself if it
     *     is very long
     */
    List<StoredOp> after(long seq, int most);

    /**
     * How much is read at least by asking for what follows a number.
     *
     * @param seq the number
     * @return the bytes of the next operation, or zero if there is none
     */
    long lengthAfter(long seq);

    /**
     * How much is read at least by asking for what follows a number in one workflow.
     *
     * @param workflow which
     * @param seq the number
     * @return the bytes of its next operation, or zero if there is none
     */
    long lengthAfter(WorkflowId workflow, long seq);

    /**
     * The digest of a workflow, see {@link dev.weftwork.change.StateDigest}.
     *
     * @param workflow which
     * @return the sum, or null if nothing of the workflow is kept
     */
    @Nullable Long digest(WorkflowId workflow);

    /**
     * When a workflow was last changed. The entities may not tell: what it wrote may be gone.
     *
     * @param workflow which
     * @return milliseconds since 1970, or zero if that is not known
     */
    long updatedAt(WorkflowId workflow);

    /**
     * The state of one entity.
     *
     * @param workflow its workflow
     * @param key names it
     * @return its registers, or null if nothing of it is kept
     */
    @Nullable Registers registers(WorkflowId workflow, EntityKey key);

    /**
     * The workflows as documents.
     *
     * @return valid as long as this is
     */
    DocumentReader documents();

    /**
     * Hands over every entity, dead or alive, workflow by workflow.
     *
     * @param workflows of which workflows; of all if the set is empty
     * @param each takes workflow and entity
     */
    default void entities(Set<WorkflowId> workflows, BiConsumer<WorkflowId, Entity> each) {
        entities(workflows, (kind, bytes) -> true, each);
    }

    /**
     * Hands over entities, dead or alive, workflow by workflow.
     *
     * @param workflows of which workflows; of all if the set is empty
     * @param wanted says which of them
     * @param each takes workflow and entity
     */
    void entities(Set<WorkflowId> workflows, Wanted wanted, BiConsumer<WorkflowId, Entity> each);

    /** Says whether an entity is wanted, before it is read; it may be large. */
    @FunctionalInterface
    interface Wanted {
        /**
         * Asked for each.
         *
         * @param kind its kind
         * @param bytes how many it has
         * @return whether to read it
         */
        boolean test(EntityKind kind, long bytes);
    }

    /**
     * The operations of one workflow.
     *
     * @param workflow which
     * @param after only those with a greater number
     * @param upTo only those up to this number
     * @param most how many
     * @return the operations, in order; fewer of them if they are long, but one if there is one, and then by itself if it
     *     is very long
     */
    List<StoredOp> ofWorkflow(WorkflowId workflow, long after, long upTo, int most);

    /**
     * Values of a workflow that lost.
     *
     * @param workflow the workflow
     * @param entity only of this entity, or null for all
     * @param after only those brought about by a later operation
     * @param upTo only those brought about by operations up to this one
     * @return the values, oldest first
     */
    List<HistoryPage.Lost> losses(WorkflowId workflow, @Nullable EntityKey entity, long after, long upTo);

    /**
     * How far values that lost are told in one go.
     *
     * @param seq up to what was brought about by this operation
     * @param bytes how many bytes they have
     */
    record Reach(long seq, long bytes) {}

    /**
     * How far {@link #losses} go that have no more than so many bytes, which is told without reading them.
     *
     * @param workflow the workflow
     * @param entity only of this entity, or null for all
     * @param after only those brought about by a later operation
     * @param upTo only those brought about by operations up to this one
     * @param most how many bytes; what the first operation brought about may have more
     * @return up to where
     */
    Reach lossesWithin(WorkflowId workflow, @Nullable EntityKey entity, long after, long upTo, long most);

    /**
     * An admitted operation as it is kept.
     *
     * @param seq its number
     * @param workflow its workflow
     * @param hash the hash of the place behind it
     * @param text the operation as it travels
     */
    record StoredOp(long seq, String workflow, String hash, String text) {}
}
