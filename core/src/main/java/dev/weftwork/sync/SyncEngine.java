package dev.weftwork.sync;

import dev.weftwork.change.Op;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.HistoryPage;
import dev.weftwork.spi.HistoryRequest;
import dev.weftwork.spi.PushAnswer;
import dev.weftwork.spi.RemoteHello;
import dev.weftwork.spi.RemoteReply;
import dev.weftwork.spi.RemoteTime;
import dev.weftwork.store.Receipt;
import dev.weftwork.store.Store;
import dev.weftwork.store.Subscription;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a store and a server alike. Edits stay instant and durable whether or not the server can be reached; this sends
 * them when they have rested, at intervals, when many wait, when something is about to end, and when it is asked to, and
 * brings in what others did.
 *
 * <p>The first time that the server answers, the store is attached to its workspace for good. From then on edits wait
 * for the server's word also while no engine runs.
 *
 * <p>Of several processes on one storage, one syncs for all.
 *
 * <p><b>Failures.</b> Nothing here throws because of a network or a server. While the server cannot be reached, edits
 * queue up in the store without limit, and pauses between attempts grow. An operation that the server refuses for good
 * is parked with what builds on it, and everything else goes on. A refused token pauses syncing until
 * {@link #reconnected()}, or until the adapter has another.
 *
 * <p><b>Threads.</b> Every method may be called by any thread. Futures complete on the scheduler's callback executor.
 */
public interface SyncEngine extends AutoCloseable {
    /**
     * Makes an engine.
     *
     * @param store what to sync
     * @return a builder
     */
    static SyncEngineBuilder builder(Store store) {
        return new SyncEngineBuilder(store);
    }

    /** Starts syncing, or goes on with it. An engine that runs goes on. */
    void start();

    /** Stops syncing at once; what is under way counts as lost on the way. The store and its pending edits stay. */
    void stop();

    /**
     * Syncs now, whatever the timers say. All edits made before go along, but for those whose large binaries are still on
     * their way out of them; {@link #flush} waits for these, too.
     *
     * @return what came of it
     */
    CompletableFuture<SyncResult> syncNow();

    /**
     * Brings all edits made so far to disk and to the server.
     *
     * @return what came of it; once it is done, nothing waits but what the server put off
     */
    CompletableFuture<SyncResult> flush();

    /** Sees to it that what waits is sent once it has rested; a call while it rests starts the rest anew. */
    void scheduleFlush();

    /** Tells that the network is back, or that there is a new token: syncs at once, whatever pause was due. */
    void reconnected();

    /**
     * Tells that the window, the process or the power is about to go: writes all edits to disk and tries for a while to
     * send them. Blocks until that is done or the time is over; what was not sent is sent at the next start.
     *
     * @param most how long to try to send
     * @return whether everything was sent
     */
    boolean farewell(Duration most);

    /**
     * Takes in what a server said of operations that a host sent by a way of its own, as from {@code
     * store.replication().offer(…)}.
     *
     * @param sent the operations, in order
     * @param answer what the server said
     * @param time the server's clocks
     * @return what it brought
     */
    Receipt applyServerAck(java.util.List<Op> sent, PushAnswer answer, RemoteTime time);

    /**
     * Asks the server what was written to a workflow or to one entity of it, by whom and when, and which values lost
     * against others that their writers had not seen; as far as the server still keeps it. Nothing of it is kept here.
     * Works as long as the server can be reached, also while the engine is stopped.
     *
     * @param request of what; {@link HistoryRequest#next} asks for the page behind another
     * @return a stretch of the history, oldest first, or why it is not to be had; completed on a thread for callbacks
     */
    CompletableFuture<RemoteReply<HistoryPage>> history(HistoryRequest request);

    /**
     * Asks the server whether it is there, and syncs nothing, unless it was away before and is back: then what waits is
     * sent. {@link SyncStatus#connected} and {@link SyncStatus#error} follow. Works also while the engine is stopped.
     *
     * @return what the server says of itself, or why it does not; completed on a thread for callbacks
     */
    CompletableFuture<RemoteReply<RemoteHello>> check();

    /**
     * Large binaries on their way to the server and back.
     *
     * @return the transfers
     */
    AssetTransfers assets();

    /**
     * How syncing stands.
     *
     * @return the status now
     */
    SyncStatus status();

    /**
     * What was counted and timed.
     *
     * @return live metrics
     */
    SyncMetrics metrics();

    /**
     * When to sync and how much at once.
     *
     * @return the options now
     */
    SyncOptions options();

    /**
     * Syncs in another way from now on.
     *
     * @param change makes the new options of the old; asked again if somebody else changes them at the same time
     */
    void configure(UnaryOperator<SyncOptions> change);

    /**
     * Syncs these workflows from now on. What was not synced so far comes in as a whole; what is no longer synced stays
     * in the store as it is, with the edits of it that wait.
     *
     * @param workflows which, or all if the set is empty
     */
    default void select(Set<WorkflowId> workflows) {
        configure(options -> options.withWorkflows(workflows));
    }

    /**
     * Names the workflow that the user works on. What waits of the one before is sent at once; an edit is always sent as
     * what it was made in, whatever is active by then. With {@link SyncOptions#activeOnly} no other workflow is synced.
     *
     * @param workflow which, or null if there is none
     */
    void activate(@Nullable WorkflowId workflow);

    /**
     * Tells what the engine does.
     *
     * @param listener is told
     * @return takes the listener away
     */
    Subscription observe(SyncListener listener);

    /**
     * Says farewell for as long as the options say, and ends for good. The store stays open; close the engine first.
     * Closing twice does nothing.
     */
    @Override
    void close();
}
