package dev.weftwork.store;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.graph.Ids;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Workflow;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.spi.StorageAdapter;
import dev.weftwork.spi.StorageDescription;
import dev.weftwork.spi.StorageException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Applies edits in memory and hands them to the journal. */
final class Engine {
    private static final int MOST_QUEUED = 20_000;
    private static final long MOST_QUEUED_SIZE = 128L << 20;

    private final Scheduler scheduler;
    private final Ids ids;
    private final Processes processes;
    private final Replica replica;
    private final Journal journal;
    private final Loader loader;
    private final Folder folder;
    private final StoreSignals signals;
    private final Recorder recorder;
    final Sealing sealing;
    private final Histories histories;
    private final Submission submission;
    private volatile boolean closed;

    Engine(StoreParts parts) {
        scheduler = parts.scheduler();
        ids = parts.ids();
        sealing = parts.sealing();
        processes = parts.processes();
        replica = parts.replica();
        signals = new StoreSignals(scheduler, parts.metrics());
        histories = new Histories(parts);
        journal = new Journal(parts, signals, histories);
        submission = new Submission(parts, journal, histories);
        loader = new Loader(journal, replica);
        folder = new Folder(journal, replica, loader, processes, signals, parts.folded());
        recorder = new Recorder(journal, replica, loader);
        signals.onFoldDue(() -> journal.background().run(folder::fold), journal.background());
    }

    Recorder recorder() {
        return recorder;
    }

    Histories histories() {
        return histories;
    }

    Submission submission() {
        return submission;
    }

    long wallMillis() {
        return scheduler.wallMillis();
    }

    Journal journal() {
        return journal;
    }

    Replica replica() {
        return replica;
    }

    String newId() {
        return ids.next();
    }

    static IllegalArgumentException unknown(WorkflowId id) {
        return new IllegalArgumentException("There is no workflow '" + id + "'; it was never created, or was removed");
    }

    <T> T locked(Supplier<T> work) {
        refuseIfClosed();
        replica.lock.lock();
        try {
            return work.get();
        } finally {
            replica.lock.unlock();
        }
    }

    /** Runs something under the lock, unless the store has closed meanwhile. */
    void whileOpen(Runnable work) {
        replica.lock.lock();
        try {
            if (!closed) {
                work.run();
            }
        } finally {
            replica.lock.unlock();
        }
    }

    /** The state of a workflow, dead or alive, loaded if need be; empty if nothing was ever written to it. */
    Optional<GraphState> state(WorkflowId id) {
        refuseIfClosed();
        Slot slot = slot(id, false);
        return slot == null ? Optional.empty() : Optional.of(locked(slot.overlay::view));
    }

    /** The state of a graph that holds a collection's items. */
    GraphState home(WorkflowId id) {
        return state(id).orElseGet(() -> GraphState.empty(id));
    }

    /** The state of a workflow that may have been removed. */
    GraphState requireKnown(WorkflowId id) {
        return state(id).orElseThrow(() -> unknown(id));
    }

    GraphState requireAlive(WorkflowId id) {
        return state(id).filter(GraphState::alive).orElseThrow(() -> unknown(id));
    }

    private @Nullable Slot slot(WorkflowId id, boolean make) {
        Required.workflow(id);
        replica.lock.lock();
        try {
            Slot slot = replica.slot(id);
            if (slot != null) {
                slot.used(scheduler.nanoTime());
                return slot;
            }
            if (!replica.listings.containsKey(id)) {
                return make ? fresh(id) : null;
            }
        } finally {
            replica.lock.unlock();
        }
        return load(id);
    }

    /** A workflow's place in memory, made if nothing was ever written to it. */
    Slot slotFor(WorkflowId id) {
        Slot slot = slot(id, true);
        if (slot == null) {
            throw unknown(id);
        }
        return slot;
    }

    private Slot fresh(WorkflowId id) {
        GraphState empty = GraphState.empty(id);
        Slot slot = new Slot(id, empty, Pages.NONE);
        replica.slots.put(id, slot);
        replica.listings.put(id, new Listing(id));
        return slot;
    }

    private Slot load(WorkflowId id) {
        if (replica.lock.isHeldByCurrentThread()) {
            throw new IllegalStateException("Workflow '" + id + "' would have to be read from disk inside an edit of"
                    + " another; read it before the edit");
        }
        long started = scheduler.nanoTime();
        boolean loaded = false;
        try {
            Slot slot = loader.load(id);
            loaded = true;
            return slot;
        } catch (IOException e) {
            throw new StorageException(
                    StorageException.Kind.LOCKED,
                    "Workflow '" + id + "' cannot be read now: " + e.getMessage(),
                    "Try again; if another program holds the file, close that",
                    e);
        } finally {
            signals.loaded(scheduler.nanoTime() - started, loaded);
        }
    }

    <X extends Exception> Commit edit(WorkflowId id, GraphEdit<X> edit) throws X {
        Slot slot = slot(id, false);
        if (slot == null) {
            refuseIfClosed();
            throw unknown(id);
        }
        return record(slot, true, edit);
    }

    <X extends Exception> Commit create(WorkflowId id, GraphEdit<X> content) throws X {
        refuseEdits();
        if (Required.workflow(id).equals(Collections.HOME)) {
            throw new IllegalArgumentException(
                    "'" + id + "' is where collections are kept; give the workflow another id");
        }
        return record(slotFor(id), false, content);
    }

    Commit writeOwn(WorkflowId id, String field, Json value) {
        requireAlive(id);
        return write(
                id, List.of(EntityWrites.to(EntityKey.of(id)).set(field, value).build()));
    }

    private <X extends Exception> Commit record(Slot slot, boolean exists, GraphEdit<X> edit) throws X {
        long started = scheduler.nanoTime();
        refuseEdits();
        waitForRoom();
        boolean success = false;
        replica.lock.lock();
        try {
            refuseIfClosed();
            GraphState state = slot.overlay.view();
            if (state.alive() != exists) {
                throw exists
                        ? unknown(slot.id)
                        : new IllegalArgumentException("There is a workflow '" + slot.id
                                + "' already; edit it, or give the new one another id");
            }
            Workflow before = exists
                    ? state.view(processes.presence())
                    : GraphState.empty(slot.id).view();
            DraftRecorder draft = new DraftRecorder(state, before, processes.self(), ids);
            if (!exists) {
                draft.bearWorkflow();
            }
            try {
                edit.apply(draft);
            } finally {
                draft.end();
            }
            Commit commit = submission.take(slot, draft.finish(), new OpId(ids.next()), null);
            success = true;
            return commit;
        } finally {
            replica.lock.unlock();
            signals.edited(scheduler.nanoTime() - started, success);
        }
    }

    /** Takes plain register writes as one operation. */
    Commit write(WorkflowId id, List<EntityWrites> writes) {
        return write(id, writes, new OpId(ids.next()));
    }

    /** Takes plain register writes as the operation of a name that was never used. */
    Commit write(WorkflowId id, List<EntityWrites> writes, OpId name) {
        return alone(id, slot -> submission.take(slot, writes, name, null));
    }

    /** Does something to a workflow that submits what it comes to, with no other edit in between. */
    <T> T alone(WorkflowId id, Function<Slot, T> work) {
        long started = scheduler.nanoTime();
        refuseEdits();
        waitForRoom();
        Slot slot = slotFor(id);
        boolean success = false;
        replica.lock.lock();
        try {
            refuseIfClosed();
            T result = work.apply(slot);
            success = true;
            return result;
        } finally {
            replica.lock.unlock();
            signals.edited(scheduler.nanoTime() - started, success);
        }
    }

    /** An operation that is shown and never kept. */
    Op ephemeral(WorkflowId id, List<EntityWrites> writes) {
        return locked(() -> Op.of(new OpId(ids.next()), id, replica.peekOrigin(), writes));
    }

    private void waitForRoom() {
        if (replica.lock.isHeldByCurrentThread()) {
            throw new IllegalStateException(
                    "An edit was made inside an edit; make it part of the outer one, or make it after that returned");
        }
        boolean room = locked(() -> replica.queue.size() < MOST_QUEUED && replica.queuedSize() < MOST_QUEUED_SIZE);
        if (room) {
            return;
        }
        try {
            journal.drain();
        } catch (StorageException e) {
            throw new StorageException(
                    StorageException.Kind.FULL,
                    "Too many edits wait for the storage, and it does not take them: " + e.getMessage(),
                    "Free space or relocate the store; the edits made so far are kept and tried again",
                    e);
        }
    }

    Subscription watch(WorkflowId id, Subscription subscription) {
        Slot slot = slot(id, true);
        if (slot == null) {
            return subscription;
        }
        locked(() -> {
            slot.watched(1);
            return id;
        });
        return new Watch(subscription, replica, slot);
    }

    void drain() {
        journal.drain();
    }

    <T> T read(StorageAdapter.ReadWork<T> work) {
        refuseIfClosed();
        return journal.exclusively(
                "The storage cannot be read now",
                "Try again",
                () -> journal.storage().read(work));
    }

    StorageDescription description() {
        journal.enter();
        try {
            return journal.storage().description();
        } finally {
            journal.lock.unlock();
        }
    }

    void relocate(StorageAdapter other) {
        refuseIfClosed();
        new Relocation(journal, replica).to(other);
    }

    Handover handover() {
        refuseEdits();
        return new Handover(this, new Attachment(processes.self(), ids), scheduler);
    }

    Optional<Binding> binding() {
        return Optional.ofNullable(locked(replica::authority).binding());
    }

    /** Brings all rows up to the log; under the journal's lock. */
    void foldAll() throws IOException {
        folder.fold();
        if (locked(replica::isBehind)) {
            throw new IOException("rows cannot be brought up to date now");
        }
    }

    /** Loads every workflow that the list names. */
    void loadAll() {
        locked(() -> List.copyOf(replica.listings.keySet())).forEach(id -> slot(id, true));
    }

    void refuseIfClosed() {
        if (closed) {
            throw new IllegalStateException("The store is closed; open it again with Store.builder()");
        }
    }

    private void refuseEdits() {
        refuseIfClosed();
        journal.refuseIfBroken();
        if (!journal.writable()) {
            throw new StorageException(
                    StorageException.Kind.READ_ONLY,
                    "The storage at " + description().place() + " is open for reading only",
                    "Relocate the store to a place that can be written");
        }
    }

    /** Ends everything; gives what could not be written, or null. */
    @Nullable StorageException close(Runnable afterDrain) {
        replica.lock.lock();
        try {
            if (closed) {
                return null;
            }
            // an edit that was let in before is in the queue by now
            closed = true;
        } finally {
            replica.lock.unlock();
        }
        return new Closing(journal, replica, folder, processes).run(afterDrain);
    }
}
