package dev.weftwork.store;

import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.GestureFrame;
import dev.weftwork.spi.OpAnswer;
import dev.weftwork.spi.PullAnswer;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.spi.RemoteTime;
import dev.weftwork.spi.SnapshotManifest;
import dev.weftwork.spi.SnapshotPage;
import dev.weftwork.spi.SnapshotRequest;
import dev.weftwork.spi.StorageException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The store's side of syncing: what a sync engine takes out of a store and brings into it. It is durable at every step,
 * so an engine may die anywhere and another one, here or in another process on the same storage, goes on. A host needs it
 * for conflicts only; it leaves the rest to {@code SyncEngine}.
 *
 * <p>Every call may be repeated, and answers may come late, twice or out of order: what is known already changes nothing.
 *
 * <p><b>Threads.</b> Every method may be called by any thread, but not inside an edit. Calls that write wait for the
 * storage and throw {@link StorageException} if it does not take them; then nothing was changed.
 */
public interface Replication {
    /**
     * How far this replica has come.
     *
     * @return the state now
     */
    ReplicaState state();

    /**
     * Writes the edits made so far, so that the next {@link #offer} has them; not those whose large binaries are still on
     * their way out, nor those behind them. What the medium does not take now is tried again, as ever.
     */
    void writeEdits();

    /**
     * Chooses what is to be pushed next, in the order of the edits, and notes durably that it may have left the device:
     * from then on these operations never change. What was offered before and has no answer yet is offered again.
     *
     * @param limits how much
     * @return the operations, to be sent just as they are; empty if there is nothing to send
     */
    List<Op> offer(PushLimits limits);

    /**
     * Says that the next edit which some limits let through is sent as soon as it is durable. It is then noted as offered
     * in the entry that makes it durable, and {@link #offer} has nothing to write before it leaves. Holds for one edit,
     * or until {@link #standDown}; an edit that comes in a burst with others is noted when it is offered, like any other.
     *
     * @param limits what would be sent now
     */
    void standReady(PushLimits limits);

    /** Says that edits are not sent at once any more. */
    void standDown();

    /**
     * Takes in what a server said, in one transaction: verdicts, what others did, how far this replica has come.
     *
     * @param exchange what was asked and answered
     * @return what it brought
     */
    Receipt record(Exchanged exchange);

    /**
     * Puts a snapshot in place of all that was admitted so far of the workflows that are followed. What is pending stays
     * on top.
     *
     * @param manifest where the snapshot stands
     * @param rows its entities, of all parts
     * @param time the server's clocks
     * @param lost whether the server was restored and may have lost operations that it once admitted; then they are
     *     among {@link #reoffers()}
     */
    void rebase(SnapshotManifest manifest, List<SnapshotPage.Row> rows, RemoteTime time, boolean lost);

    /**
     * Refuses, in the server's place, what waits and can never leave: a value that is too long to be encrypted, written
     * before its field was marked as secret. It is among the dead from then on, with what builds on it.
     *
     * @return what was refused
     */
    Receipt refuseUnsendable();

    /**
     * Says of which workflows pulls bring news from now on. Of those that are no longer followed, what is here stays, and
     * so do edits of them that wait.
     *
     * @param workflows which, or all if the set is empty
     * @return what has to be taken from a snapshot and {@link #adopt adopted} before the next pull, because it was not
     *     followed so far; nothing if there is no such thing
     */
    Optional<SnapshotRequest> follow(Set<WorkflowId> workflows);

    /**
     * Puts a snapshot of some workflows in place of what was admitted of them, and follows them from there on. The place
     * in the server's order stays, and what is pending stays on top.
     *
     * @param manifest where the snapshot stands
     * @param rows its entities, of all parts
     * @param asked what {@link #follow} asked for
     * @return whether that was done; if not, something came in that is later, and a newer snapshot is needed
     */
    boolean adopt(SnapshotManifest manifest, List<SnapshotPage.Row> rows, SnapshotRequest asked);

    /**
     * Graphs that can be compared with a server's by {@link #differing}: those in memory, and a few others that are read
     * for it, so that all have their turn in the end.
     *
     * @return their ids
     */
    Set<WorkflowId> comparable();

    /**
     * Compares admitted state with a server's.
     *
     * @param answer what a pull brought, with digests, and was recorded
     * @param asked the workflows whose digests were asked for
     * @return those that are other here; none if this replica has moved on, so that it cannot be told
     */
    Set<WorkflowId> differing(PullAnswer answer, Set<WorkflowId> asked);

    /**
     * Makes workflows what the server has, where they differ. What the server has stands; a value of which it knows
     * nothing is kept as an open conflict. What is pending stays on top.
     *
     * @param manifest where a snapshot of these workflows stands
     * @param rows its entities, of all parts
     * @param workflows which
     * @return what differed; empty if the snapshot came too late, and nothing was done
     */
    List<Repair> repair(SnapshotManifest manifest, List<SnapshotPage.Row> rows, Set<WorkflowId> workflows);

    /**
     * Operations of this replica that a restored server may have lost, of the last 30 days, with the clocks that it had
     * given them.
     *
     * @return the operations, oldest first; empty unless a rebase said that something may be lost
     */
    List<PushRequest.Offer> reoffers();

    /**
     * Takes in what a restored server said of operations that it may have lost. What it refuses now is parked; what it
     * takes for another replica's becomes pending once more.
     *
     * @param offers what was offered again
     * @param answers what was said of it
     */
    void recordReoffers(List<PushRequest.Offer> offers, List<OpAnswer> answers);

    /**
     * Notes that the server has again what it may have lost, if this replica has it again, too. Call it when all that the
     * server has was pulled: whatever it took back is part of that, unless it was restored once more in between.
     *
     * @param taken the numbers that the server gave to operations that it was offered again
     * @return false if some of them are not what was pulled under these numbers; then all has to be offered once more
     */
    boolean reoffered(Map<OpId, Long> taken);

    /**
     * Tells each time that edits have become durable and wait for the server, whichever process made them.
     *
     * @param listener is told how many, on the thread that wrote or read them, and must be quick
     * @return takes the listener away
     */
    Subscription onPending(IntConsumer listener);

    /**
     * Tells when the store is about to close, before anything of it ends, so that whoever syncs it stops.
     *
     * @param listener is told once, on the thread that closes the store, and must be quick
     * @return takes the listener away
     */
    Subscription onClosing(Runnable listener);

    /**
     * Watches which large binaries the graphs refer to, so that they can be brought to the server and back.
     *
     * @return the references that may leave the device; the caller closes it
     */
    ReferenceWatch watchReferences();

    /**
     * Tells of the gestures that are made through this store, as far as they may leave the device; and of those of other
     * processes that have the storage open, if its adapter passes them on.
     *
     * @param listener is told
     * @return takes the listener away
     */
    Subscription onGesture(GestureListener listener);

    /**
     * Shows how a gesture of a peer stands to whoever listens to its workflow, until it ends. Nothing is kept; a frame
     * that is older than another of its gesture, or of a workflow that is not known here, is not shown. Other processes
     * that have the storage open show it, too, if its adapter passes it on.
     *
     * @param frame how it stands
     */
    void show(GestureFrame frame);

    /**
     * Says what this device does when a write of its own loses to one that knew nothing of it. Not kept; set it at each
     * start.
     *
     * @param policy the policy; the later write stands unless one is set
     */
    void conflictPolicy(ConflictPolicy policy);

    /**
     * The conflicts that were found and not dismissed, open ones first.
     *
     * @return both values of each
     */
    List<Conflict> conflicts();

    /**
     * Decides about a conflict: writes a value, or lets stand what stands, and counts it as settled.
     *
     * @param conflict one of {@link #conflicts()}
     * @param decision what to do; {@link ConflictStrategy.Decision#OPEN} opens it again
     */
    void settle(Conflict conflict, ConflictStrategy.Decision decision);

    /**
     * Forgets a conflict.
     *
     * @param conflict one of {@link #conflicts()}
     */
    void dismiss(Conflict conflict);

    /**
     * Writes one of the two values of a conflict, or another.
     *
     * @param conflict one of {@link #conflicts()}
     * @param value what is to stand, or null for ABSENT
     */
    default void settle(Conflict conflict, @Nullable Json value) {
        settle(conflict, ConflictStrategy.Decision.write(value));
    }
}
