package dev.weftwork.store;

import dev.weftwork.asset.AssetMove;
import dev.weftwork.asset.AssetMoveListener;
import dev.weftwork.asset.AssetStorage;
import dev.weftwork.graph.ExecutionSnapshot;
import dev.weftwork.graph.Workflow;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.metrics.StoreMetrics;
import dev.weftwork.spi.AssetAdapter;
import dev.weftwork.spi.StorageAdapter;
import dev.weftwork.spi.StorageDescription;
import dev.weftwork.spi.StorageException;
import dev.weftwork.store.history.History;
import dev.weftwork.store.history.Versions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps workflows: in memory, where they are read and edited at memory speed, and on a storage, where every edit is
 * durable within milliseconds, whatever dies then.
 *
 * <p><b>Reading.</b> What is read is an immutable snapshot. The list of workflows is in memory; a graph is loaded when
 * it is first asked for and kept while it is observed or has edits that are not folded yet.
 *
 * <p><b>Editing.</b> An edit is applied in memory and visible to every reader when the call returns, and on disk soon
 * after; {@link Commit} tells when. Edits run one at a time. Two edits never tear: a reader sees all of an edit or none.
 *
 * <p><b>Limits.</b> One operation may hold 64 MiB of text. At most 20,000 edits or 128 MiB wait for the disk: an edit
 * beyond that waits for the disk itself, and is refused with {@link StorageException} if the disk takes nothing.
 *
 * <p><b>Threads.</b> Every method may be called by any thread. Listeners run one after another on the listeners'
 * executor, with no lock held; they may call everything here.
 *
 * <p><b>Errors.</b> An unknown id or an impossible request is an {@link IllegalArgumentException}; a call on a closed
 * store, or an edit inside an edit, an {@link IllegalStateException}; each says what to do instead. In all cases the
 * state is what it was.
 */
public interface Store extends WorkflowEdits, WorkflowPackages, AutoCloseable {
    /**
     * Starts a store.
     *
     * @return a builder
     */
    static StoreBuilder builder() {
        return new StoreBuilder();
    }

    /**
     * The workflows, by name, then by id.
     *
     * @return an immutable list
     */
    List<WorkflowInfo> workflows();

    /**
     * The workflows whose names hold a text, whatever the case of its letters.
     *
     * @param text what to look for
     * @return an immutable list, by name, then by id
     */
    List<WorkflowInfo> search(String text);

    /**
     * A workflow as it is now.
     *
     * @param id names it
     * @return a snapshot
     * @throws IllegalArgumentException if there is none of that id
     */
    Workflow workflow(WorkflowId id);

    /**
     * A workflow as it is now, to be run: read-only, and in an order in which its nodes can run.
     *
     * @param id names it
     * @return the snapshot; later edits do not reach it
     * @throws IllegalArgumentException if there is none of that id
     */
    default ExecutionSnapshot execution(WorkflowId id) {
        return ExecutionSnapshot.of(workflow(id));
    }

    /**
     * A workflow as it is now, if there is one.
     *
     * @param id names it
     * @return a snapshot, or empty
     */
    Optional<Workflow> find(WorkflowId id);

    /**
     * Starts a gesture, such as dragging: listeners see every frame, the log gets one operation when it ends.
     *
     * @param id names the workflow
     * @return the gesture
     */
    Gesture gesture(WorkflowId id);

    /**
     * Tells of every change of a workflow, in order.
     *
     * @param id names it
     * @param listener is told
     * @return takes the listener away
     */
    Subscription observe(WorkflowId id, Consumer<WorkflowChange> listener);

    /**
     * Tells of every change of every workflow, in order.
     *
     * @param listener is told
     * @return takes the listener away
     */
    Subscription observeAll(Consumer<WorkflowChange> listener);

    /**
     * Tells of a value that is worked out from a workflow: once now, then each time it is another.
     *
     * @param id names the workflow
     * @param selector works the value out; called often, so it should be cheap
     * @param listener is told
     * @param <T> the value's type; compared by {@code equals}
     * @return takes the listener away
     */
    <T extends @Nullable Object> Subscription select(
            WorkflowId id, Function<Workflow, T> selector, Consumer<T> listener);

    /**
     * Tells of entities that have come to rest: once for each, when it has not changed for as long as its slice says.
     *
     * @param listener is told
     * @return takes the listener away
     */
    Subscription observeSettled(Consumer<SettledChange> listener);

    /**
     * Large binaries beside the graphs. What live workflows and collections refer to is not deleted.
     *
     * @return the assets
     * @throws IllegalStateException if the store was opened without a place for them
     */
    AssetStorage assets();

    /**
     * Moves all assets to another place, such as from the managed directory to one that the user chose or to the table of
     * blobs, and goes on there. Everybody may edit, read, put and delete meanwhile, and every reference leads to its
     * content at every moment; references in graphs stay as they are. Old copies are deleted when the new place has
     * everything, checked by hash. A move that was stopped or killed is taken up by the same call.
     *
     * @param other where to; it may hold assets already, and is closed with the store if the move succeeds
     * @param listener is told how far it has come, and when to note down the new place for the next start
     * @return what came of it
     * @throws IllegalStateException if the store was opened without a place for assets, or a move is under way
     * @throws IllegalArgumentException if the other place is the one in use
     */
    AssetMove relocateAssets(AssetAdapter other, AssetMoveListener listener);

    /**
     * Makes assets of the large binaries that still stand in fields, as the {@linkplain AssetPolicy policy} has it: of
     * those that the place did not take when they were written, and of those from before there was a place or a policy.
     * Each workflow is one edit, and no step to undo. The first kind is tried again every minute without this call.
     *
     * @return how many fields were written anew
     * @throws StorageException if the place does not take one; what has moved by then has moved
     * @throws IllegalStateException if the store was opened without a place for assets
     */
    int offload();

    /**
     * The slices of the data, each with a configuration that can be changed while the store runs.
     *
     * @return the slices
     */
    Slices slices();

    /**
     * A collection of the host's own: items with ids and JSON values.
     *
     * @param name its name; its slice comes into being with the first call
     * @return the collection
     */
    ItemCollection collection(String name);

    /**
     * The edits of a workflow as steps that can be taken back and done again.
     *
     * @param id names the workflow, which may have been removed
     * @return its history
     * @throws IllegalArgumentException if there never was one of that id
     */
    History history(WorkflowId id);

    /**
     * The versions of a workflow that people saved.
     *
     * @param id names the workflow
     * @return its versions
     * @throws IllegalArgumentException if there never was one of that id
     */
    Versions versions(WorkflowId id);

    /**
     * What is on its way: for hosts that show it, and for tools.
     *
     * @return the log's public side
     */
    Oplog oplog();

    /**
     * What a sync engine works with, and where conflicts are listed and settled.
     *
     * @return the store's side of syncing
     */
    Replication replication();

    /**
     * The fields that only who holds the key can read.
     *
     * @return the secrets
     */
    Secrets secrets();

    /**
     * What is counted and timed.
     *
     * @return live metrics
     */
    StoreMetrics metrics();

    /**
     * What the storage is, with notices of what it cannot do here.
     *
     * @return a description
     */
    StorageDescription storage();

    /**
     * Copies everything to another storage and goes on there, edits included that the old one did not take. The old
     * storage is closed, and stays as it was. The other is the store's from then on; if the move is refused, it stays
     * the caller's to close.
     *
     * @param other an empty storage
     * @throws StorageException if either storage fails; then the store goes on with the old one
     */
    void relocate(StorageAdapter other);

    /**
     * Hands the last word on every edit to a server. All that is here becomes pending; edits stay as instant and as
     * durable as before. A store binds to one server, workspace and principal for good; attaching it to the same again
     * does nothing.
     *
     * @param binding the place to sync with
     * @throws IllegalStateException if the store is bound to another place
     * @throws StorageException if the storage does not take it; then nothing was changed
     */
    void attach(Binding binding);

    /**
     * Takes the last word back: what is pending counts as decided. Does nothing if the store is its own authority.
     *
     * @throws StorageException if the storage does not take it; then nothing was changed
     */
    void detach();

    /**
     * The place that the store syncs with.
     *
     * @return the binding, or empty while the store is its own authority
     */
    Optional<Binding> binding();

    /**
     * Tries to become, or stay, the one process that does something, such as syncing. A lease that was taken by a clock far
     * ahead of this one, as before the clock was set back, or on the machine that a file was copied from, does not count.
     *
     * @param name names what is to be done
     * @param duration how long the lease holds unless it is taken again, at most 365 days; zero gives it back
     * @return true if this process holds the lease now
     * @throws StorageException if the storage does not answer
     */
    boolean tryLease(String name, Duration duration);

    /**
     * Waits until every edit made so far is on disk and every listener for settled changes has been told.
     *
     * @throws StorageException if the storage does not take an edit now
     */
    void flush();

    /**
     * Flushes, folds and lets go of the storage. Closing twice does nothing.
     *
     * @throws StorageException if the storage does not take an edit; the store is closed all the same, and the edits
     *     that are lost are named
     */
    @Override
    void close();
}
