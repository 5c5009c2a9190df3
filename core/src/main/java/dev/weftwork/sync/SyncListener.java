package dev.weftwork.sync;

import dev.weftwork.graph.WorkflowId;
import dev.weftwork.store.Conflict;
import dev.weftwork.store.Oplog;
import dev.weftwork.store.Repair;
import java.util.Optional;

/**
 * Is told what an engine does, one call at a time, in order, on the scheduler's callback executor. Every start is
 * followed by its end. A listener that throws is reported to the log and hurts nobody.
 */
public interface SyncListener {
    /**
     * A sync begins.
     *
     * @param trigger why
     */
    default void started(SyncTrigger trigger) {}

    /**
     * A sync goes on.
     *
     * @param done how many operations went either way so far
     * @param total how many there are, as far as is known
     */
    default void progressed(long done, long total) {}

    /**
     * A sync ends.
     *
     * @param trigger why it began
     * @param result what came of it
     */
    default void ended(SyncTrigger trigger, SyncResult result) {}

    /**
     * The server refused an operation for good, or it was parked with one. The view is without it; it is in
     * {@code oplog().dead()}.
     *
     * @param op the operation, and why
     */
    default void refused(Oplog.DeadOp op) {}

    /**
     * Writes of two devices met unawares.
     *
     * @param conflict both values
     */
    default void conflict(Conflict conflict) {}

    /**
     * A workflow's admitted state is another here than at the server, which must never be; it is repaired next.
     *
     * @param workflow which
     */
    default void differing(WorkflowId workflow) {}

    /**
     * A workflow that was other than the server's was repaired.
     *
     * @param repair what differed
     */
    default void repaired(Repair repair) {}

    /**
     * An asset begins to move, or goes on from where it was.
     *
     * @param transfer which, and how far it had come
     */
    default void assetStarted(AssetTransfer transfer) {}

    /**
     * An asset moves.
     *
     * @param transfer which, and how far it has come
     * @param all what is left of all
     */
    default void assetProgressed(AssetTransfer transfer, AssetTraffic all) {}

    /**
     * An asset moves no more. One that failed for a passing reason starts again by itself.
     *
     * @param transfer which, and how far it has come
     * @param failure why it did not get where it should, or empty if it did
     */
    default void assetEnded(AssetTransfer transfer, Optional<AssetFailure> failure) {}

    /**
     * The status is another.
     *
     * @param status how syncing stands
     */
    default void status(SyncStatus status) {}
}
