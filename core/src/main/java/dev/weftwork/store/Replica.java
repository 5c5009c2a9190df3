package dev.weftwork.store;

import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.Stamp;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.oplog.LogEntry;
import dev.weftwork.oplog.LoggedOp;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What this process holds in memory of the storage, and the edits on their way into it. Everything here is guarded by
 * {@link #lock}, which is held for memory-speed work only: never across the medium, never across a listener. Whoever
 * needs the journal's lock as well takes that one first.
 */
final class Replica {
    final ReentrantLock lock = new ReentrantLock();
    final Map<WorkflowId, Slot> slots = new HashMap<>();
    final Map<WorkflowId, Listing> listings = new HashMap<>();
    /** Operations behind the rows, for workflows that are not loaded. */
    final Map<WorkflowId, List<TailOp>> tail = new HashMap<>();

    final Deque<PendingCommit> queue = new ArrayDeque<>();
    private long queuedSize;

    /** Where in the log each operation stands that the authority has not spoken of, oldest first. */
    private final Map<OpId, Long> pendingAt = new LinkedHashMap<>();

    private Authority authority = Authority.LOCAL;
    private final LongSupplier wallMillis;
    private final Announcer announcer;
    /** The numbers as of the last commit that this process has seen, and as of the last edit in the queue. */
    private Clocks committed;

    private Clocks predicted;
    private long position;

    record TailOp(Long position, LoggedOp logged) {}

    Replica(Clocks clocks, long position, LongSupplier wallMillis, Announcer announcer) {
        this.committed = clocks;
        this.predicted = clocks;
        this.position = position;
        this.wallMillis = wallMillis;
        this.announcer = announcer;
    }

    /** An empty replica that is to be filled from the same medium. */
    Replica fresh(Clocks clocks, long at) {
        return new Replica(clocks, at, wallMillis, announcer);
    }

    /** Takes over all that another has read of the medium; the loaded graphs and the queue stay. */
    void adopt(Replica other) {
        committed = other.committed;
        position = other.position;
        authority = other.authority;
        listings.clear();
        listings.putAll(other.listings);
        tail.clear();
        tail.putAll(other.tail);
        pendingAt.clear();
        pendingAt.putAll(other.pendingAt);
    }

    Clocks committed() {
        return committed;
    }

    long position() {
        return position;
    }

    long queuedSize() {
        return queuedSize;
    }

    Op.Origin nextOrigin() {
        Op.Origin origin = predicted.next(wallMillis.getAsLong());
        predicted = predicted.after(origin);
        return origin;
    }

    void enqueue(PendingCommit commit) {
        queue.addLast(commit);
        queuedSize += commit.size();
    }

    /** Takes those edits out of the queue that are on the medium after all, though their append seemed to fail. */
    List<PendingCommit> takeLanded() {
        List<PendingCommit> landed = queue.stream().filter(Replica::hasLanded).toList();
        for (PendingCommit commit : landed) {
            queue.remove(commit);
            queuedSize -= commit.size();
            commit.slot().overlay.withdraw(Set.of(commit.operation().id()));
        }
        return landed;
    }

    private static boolean hasLanded(PendingCommit commit) {
        OpId id = commit.operation().id();
        for (EntityWrites writes : commit.operation().writes()) {
            Entity entity = commit.slot().overlay.base().entity(writes.key());
            for (int i = 0; entity != null && i < writes.size(); i++) {
                Stamp stamp = entity.registers().stampOf(writes.field(i));
                if (stamp != null && stamp.op().equals(id)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Takes in an entry that another process wrote, or that was on the medium at the start. */
    void absorb(long at, LogEntry entry) {
        Long boxed = at;
        for (LoggedOp logged : entry.ops()) {
            committed = committed.after(logged);
            absorb(boxed, logged);
        }
        position = at;
    }

    private void absorb(Long at, LoggedOp logged) {
        Op op = logged.op();
        note(at, logged);
        Slot slot = slots.get(op.workflow());
        if (slot == null) {
            tail.computeIfAbsent(op.workflow(), id -> new ArrayList<>()).add(new TailOp(at, logged));
            listings.computeIfAbsent(op.workflow(), Listing::new).join(op, logged.stamp());
            return;
        }
        var before = slot.overlay.view();
        if (logged.admitted() == null) {
            slot.overlay.push(op, logged.stamp());
        } else {
            slot.overlay.admit(op, logged.stamp());
            slot.markDirty(op);
        }
        announcer.changed(before, slot.overlay.view(), List.of(op), WorkflowChange.Origin.OTHER_PROCESS);
    }

    /** Gives the edits in the queue new numbers, after what others wrote; their order stays. */
    void renumberQueue() {
        predicted = committed;
        Map<OpId, Op> renumbered = new HashMap<>();
        Set<Slot> concerned = new HashSet<>();
        for (PendingCommit commit : queue) {
            Op.Origin next = nextOrigin();
            long claimed = Math.max(next.claimed(), commit.operation().origin().claimed());
            Op.Origin origin = new Op.Origin(next.device(), next.seq(), claimed);
            predicted = predicted.after(origin);
            Op op = commit.operation().renumbered(origin);
            commit.renumber(op);
            renumbered.put(op.id(), op);
            concerned.add(commit.slot());
        }
        for (Slot slot : concerned) {
            slot.overlay.restamp(op -> renumbered.containsKey(op.id()), op -> renumbered.getOrDefault(op.id(), op));
        }
    }

    /** The edits that become the next log entry, oldest first. */
    List<PendingCommit> nextBatch(int mostOps, long mostSize) {
        List<PendingCommit> batch = new ArrayList<>();
        long size = 0;
        for (PendingCommit commit : queue) {
            boolean full = batch.size() == mostOps || size + commit.size() > mostSize;
            // a guarded write is judged against the base, so what comes before it has to be in the base
            if (!batch.isEmpty() && (full || commit.guarded())) {
                break;
            }
            batch.add(commit);
            size += commit.size();
            if (commit.guarded()) {
                break;
            }
        }
        return batch;
    }

    /** Takes in the entry that the queue's first edits became. */
    void settle(long at, List<PendingCommit> batch, List<LoggedOp> logged) {
        for (int i = 0; i < batch.size(); i++) {
            PendingCommit commit = batch.get(i);
            LoggedOp done = logged.get(i);
            queue.removeFirst();
            queuedSize -= commit.size();
            committed = committed.after(done);
            note(at, done);
            Slot slot = commit.slot();
            if (done.admitted() != null) {
                slot.overlay.admit(done.op(), done.stamp());
                slot.markDirty(done.op());
            }
        }
        position = at;
    }

    private void note(Long at, LoggedOp logged) {
        if (logged.admitted() == null) {
            pendingAt.put(logged.op().id(), at);
        } else {
            pendingAt.remove(logged.op().id());
        }
    }

    /** Forgets what has gone into rows; what is pending stays in the log alone. */
    void folded() {
        tail.values().forEach(ops -> ops.removeIf(each -> each.logged().admitted() != null));
        tail.values().removeIf(List::isEmpty);
    }

    /** Up to where the log holds nothing that is pending. */
    long settledTo() {
        return pendingAt.isEmpty() ? position : pendingAt.values().iterator().next() - 1;
    }

    /** Workflows that are not loaded and have admitted operations behind their rows. */
    List<WorkflowId> unfolded() {
        return tail.entrySet().stream()
                .filter(each ->
                        each.getValue().stream().anyMatch(op -> op.logged().admitted() != null))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The operations of a graph that wait and are in the log, so that reading the log brings them back. */
    Set<OpId> logged(Slot slot) {
        Set<OpId> logged = new HashSet<>();
        slot.overlay.operations().forEach(op -> logged.add(op.id()));
        queue.forEach(commit -> logged.remove(commit.operation().id()));
        return logged;
    }

    Authority authority() {
        return authority;
    }

    void authority(Authority other) {
        authority = other;
    }

    @Nullable Slot slot(WorkflowId id) {
        return slots.get(id);
    }

    /** What an operation would be numbered that is shown and never kept. */
    Op.Origin peekOrigin() {
        return predicted.next(wallMillis.getAsLong());
    }

    /** The operations that the authority has not spoken of. */
    List<Op> pending() {
        List<Op> pending = new ArrayList<>();
        slots.values().forEach(slot -> pending.addAll(slot.overlay.operations()));
        tail.values()
                .forEach(ops -> ops.stream()
                        .filter(each -> each.logged().admitted() == null)
                        .forEach(each -> pending.add(each.logged().op())));
        pending.sort(Comparator.comparingLong(op -> op.origin().seq()));
        return pending;
    }

    /** Keeps a workflow's line in the list when its graph is dropped from memory. */
    boolean listed(Slot slot) {
        listings.put(slot.id, Listing.of(slot.overlay.base()));
        return true;
    }
}
