package dev.weftwork.store;

import dev.weftwork.change.AdmittedOp;
import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.Stamp;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.oplog.LogEntry;
import dev.weftwork.oplog.LoggedOp;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    /**
     * All workflows that may have rows, those in memory included. In the order in which they came, so that going through
     * all of them goes through memory in order, too.
     */
    final Map<WorkflowId, Listing> listings = new LinkedHashMap<>();
    /** Whether the pages of the list were right when this was read; if not, a fold makes them anew. */
    boolean listHolds;
    /** Operations behind the rows, for workflows that are not loaded. */
    final Map<WorkflowId, Tail> tail = new HashMap<>();

    final Deque<PendingCommit> queue = new ArrayDeque<>();
    private long queuedSize;

    final Outstanding outstanding;
    final Touched touched = new Touched();
    /** Who remembers operations by their ids. */
    Fate fate = Fate.UNHEARD;

    /** Workflows that are not loaded and whose line in the list may be wrong until they are. */
    final Set<WorkflowId> unsure = new HashSet<>();

    /** Of which workflows this has all that the server admitted, up to where it has come. */
    Followed followed = Followed.ALL;

    private Authority authority = Authority.LOCAL;
    private final LongSupplier wallMillis;
    private final Announcer announcer;
    /** The numbers as of the last commit that this process has seen, and as of the last edit in the queue. */
    private Clocks committed;

    private Clocks predicted;
    private long position;

    Replica(Clocks clocks, long position, LongSupplier wallMillis, Announcer announcer) {
        this.committed = clocks;
        this.predicted = clocks;
        this.position = position;
        this.outstanding = new Outstanding(clocks.greatest());
        this.wallMillis = wallMillis;
        this.announcer = announcer;
    }

    /** An empty replica that is to be filled from the same medium. */
    Replica fresh(Clocks clocks, long at) {
        return new Replica(clocks, at, wallMillis, announcer);
    }

    /** Takes over all that another has read of the medium; the loaded graphs and the queue stay. */
    void adopt(Replica other) {
        touched.noteAll();
        committed = other.committed;
        position = other.position;
        authority = other.authority;
        followed = other.followed;
        listings.clear();
        listings.putAll(other.listings);
        // what a snapshot does not have may come back, and its rows are found by this
        slots.keySet().forEach(id -> listings.computeIfAbsent(id, Listing::new));
        listHolds = other.listHolds;
        tail.clear();
        tail.putAll(other.tail);
        outstanding.adopt(other.outstanding);
        unsure.clear();
        unsure.addAll(other.unsure);
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

    /** An edit in the queue goes on without its large binaries. */
    void lighten(PendingCommit commit, Op light, long size) {
        queuedSize += size - commit.size();
        commit.lighten(light, size);
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

    /**
     * Takes in an entry that this process did not write as an edit of its own, and gives word of edits that waited for
     * it.
     */
    List<Absorption.Answer> absorb(long at, LogEntry entry, WorkflowChange.Origin origin) {
        List<Absorption.Answer> answers = new Absorption(this, at).run(entry, origin);
        String clocks = entry.sync().clocks();
        if (clocks == null) {
            entry.ops().forEach(logged -> committed = committed.after(logged));
        } else {
            committed = Damage.guard(() -> Clocks.parse(clocks));
        }
        position = at;
        return answers;
    }

    /** Takes in what an entry says of a workflow that is not loaded. */
    void absorbUnloaded(
            WorkflowId id,
            Long at,
            Set<OpId> gone,
            List<AdmittedOp> admitted,
            List<Op> pushed,
            Map<OpId, Op> replaced,
            boolean maybeWrong) {
        touched.note(id);
        Tail ops = tail.computeIfAbsent(id, each -> new Tail());
        replaced.values().forEach(ops::replace);
        Set<OpId> leaving = new HashSet<>(gone);
        leaving.removeAll(replaced.keySet());
        admitted.forEach(each -> leaving.add(each.op().id()));
        ops.remove(leaving);
        Listing listing = listings.computeIfAbsent(id, Listing::new);
        for (AdmittedOp each : admitted) {
            ops.admit(at, each);
            listing.join(each.op(), each.stamp());
        }
        for (Op op : pushed) {
            ops.push(at, op);
            listing.join(op, op.provisional());
        }
        if (maybeWrong) {
            unsure.add(id);
        }
    }

    /** Whether there is more to know of a workflow than its rows. */
    boolean knows(WorkflowId id) {
        return slots.containsKey(id) || tail.containsKey(id) || unsure.contains(id);
    }

    /** What is known of a workflow behind its rows; it is about to be loaded. */
    List<Tail.Entry> takeTail(WorkflowId id) {
        unsure.remove(id);
        Tail ops = tail.remove(id);
        return ops == null ? List.of() : ops.entries();
    }

    /** Takes note that an operation that waits stands in the log once more. */
    void renewed(Long at, Op op) {
        outstanding.add(at, op);
        Tail ops = tail.get(op.workflow());
        if (ops != null) {
            ops.renew(at, op);
        }
    }

    /** Tells of a change, but for what it left as it was. */
    void announce(GraphState before, GraphState after, List<Op> ops, WorkflowChange.Origin origin) {
        touched.note(after.id());
        boolean landed = announcer.land(after.id(), ops);
        if (before.equals(after) && !landed) {
            return;
        }
        List<Op> told = origin == WorkflowChange.Origin.REMOTE
                ? ops.stream().filter(op -> differs(op, before, after)).toList()
                : ops;
        if (landed || !told.isEmpty()) {
            announcer.changed(before, after, told, origin);
        }
    }

    private static boolean differs(Op op, GraphState before, GraphState after) {
        return op.writes().stream()
                .anyMatch(writes -> !Objects.equals(before.entity(writes.key()), after.entity(writes.key())));
    }

    /** Follows operations that go on under other names, in whose knowledge edits in the queue were made. */
    void renamed(Map<OpId, OpId> names) {
        if (!names.isEmpty()) {
            fate.renamed(names);
            queue.forEach(commit -> commit.renumber(commit.operation().followed(names)));
        }
    }

    /** Gives the edits in the queue new numbers, after what others wrote; their order stays. */
    void renumberQueue() {
        predicted = committed;
        Map<Slot, Set<OpId>> concerned = new HashMap<>();
        for (PendingCommit commit : queue) {
            concerned
                    .computeIfAbsent(commit.slot(), slot -> new HashSet<>())
                    .add(commit.operation().id());
        }
        // on top of what came in meanwhile, since a guarded one shows only over what it was made over
        concerned.forEach((slot, ids) -> slot.overlay.withdraw(ids));
        for (PendingCommit commit : queue) {
            Op.Origin next = nextOrigin();
            long claimed = Math.max(next.claimed(), commit.operation().origin().claimed());
            Op.Origin origin = new Op.Origin(next.device(), next.seq(), claimed);
            predicted = predicted.after(origin);
            Op op = commit.operation().renumbered(origin);
            commit.renumber(op);
            commit.slot().overlay.push(op, op.provisional());
        }
    }

    /** The edits that become the next log entry, oldest first; none if the first is heavy. */
    List<PendingCommit> nextBatch(int mostOps, long mostSize) {
        List<PendingCommit> batch = new ArrayList<>();
        long size = 0;
        for (PendingCommit commit : queue) {
            boolean full = batch.size() == mostOps || size + commit.size() > mostSize;
            // a guarded write is judged against the base, so what comes before it has to be in the base; a heavy one is
            // not ready yet, be it the first
            if (commit.heavy() || (!batch.isEmpty() && (full || commit.guarded()))) {
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
    void settle(long at, List<PendingCommit> batch, LogEntry entry) {
        for (int i = 0; i < batch.size(); i++) {
            PendingCommit commit = batch.get(i);
            LoggedOp done = entry.ops().get(i);
            queue.removeFirst();
            queuedSize -= commit.size();
            committed = committed.after(done);
            Slot slot = commit.slot();
            if (done.admitted() == null) {
                outstanding.add(at, done.op());
                outstanding.await(commit);
            } else {
                slot.overlay.admit(done.op(), done.stamp());
                slot.markDirty(done.op());
            }
        }
        entry.sync().offered().forEach(outstanding::offered);
        position = at;
    }

    /** Forgets what has gone into rows; what is pending stays in the log alone. */
    void folded() {
        tail.values().forEach(Tail::folded);
        tail.values().removeIf(Tail::isEmpty);
        outstanding.folded();
    }

    /** Up to where the log holds nothing that is pending. */
    long settledTo() {
        return outstanding.settledTo(position);
    }

    /** Workflows that are not loaded and have admitted operations behind their rows. */
    List<WorkflowId> unfolded() {
        return tail.entrySet().stream()
                .filter(each -> each.getValue().isBehind())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whether rows lack anything that was admitted. */
    boolean isBehind() {
        return slots.values().stream().anyMatch(Slot::isDirty) || !unfolded().isEmpty();
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

    /** The operations that the authority has not spoken of, in the order of the edits. */
    List<Op> pending() {
        List<Op> pending = new ArrayList<>(outstanding.ops());
        queue.forEach(commit -> pending.add(commit.operation()));
        return pending;
    }

    /** What an edit is made in the knowledge of. */
    long seen() {
        return authority.attached() ? committed.head() : 0;
    }

    /** Whether somebody listens to workflows that are not in memory, too. */
    boolean isHeard() {
        return announcer.hearsOfAll();
    }

    /** Keeps a workflow's line in the list when its graph is dropped from memory. */
    boolean listed(Slot slot) {
        listings.put(slot.id, Listing.of(slot.overlay.base()));
        return true;
    }
}
