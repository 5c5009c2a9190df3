package dev.weftwork.store;

import dev.weftwork.change.Admission;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.graph.Ids;
import dev.weftwork.oplog.LogEntry;
import dev.weftwork.oplog.SyncNote;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Chooses what is pushed next, in the order of the edits. An operation that was never offered may still change: it goes
 * together with the one before it if that wrote the very same registers, and it leaves behind what may not leave the
 * device. Used once, under the replica's lock.
 */
final class Outbox {
    /** About what an operation's own fields take beside its writes. */
    private static final int FRAME = 256;

    private final Replica replica;
    private final Sealing sealing;
    private final Outstanding outstanding;
    private final Slices slices;
    private final PushLimits limits;
    private final boolean allMayLeave;

    /** What others take back, once somebody asks. */
    private @Nullable Set<OpId> undoable;
    /** What versions wait for, once there is one; also what was left behind when the rest of its operation went. */
    private @Nullable ChunksUnderWay chunks;

    private final List<SyncNote.Absorbed> absorbed = new ArrayList<>();
    private final List<Op> replaced = new ArrayList<>();
    private final LeftBehind behind;
    /** What stays on the device as a whole. */
    private final List<OpId> local = new ArrayList<>();

    Outbox(Replica replica, Slices slices, PushLimits limits, Ids ids, Sealing sealing) {
        this.replica = replica;
        this.sealing = sealing;
        this.outstanding = replica.outstanding;
        this.slices = slices;
        this.limits = limits;
        behind = new LeftBehind(outstanding, ids);
        allMayLeave = slices.allMayLeave();
    }

    /**
     * What is to be pushed.
     *
     * @param ops the operations as they leave the device, in order
     * @param draft what has to be written before they do, or null
     */
    record Choice(List<Op> ops, Recorder.@Nullable Draft draft) {}

    /** The operations that stay on the device, as far as a choice had to look; all of them if it chose nothing. */
    List<OpId> local() {
        return local;
    }

    Choice choose(String process) {
        List<Op> ops = take();
        List<OpId> fresh = ops.stream()
                .map(Op::id)
                .filter(id -> !outstanding.isOffered(id))
                .toList();
        // what was joined or split for operations that do not go now can wait until they do
        Set<OpId> going = new HashSet<>(ops.stream().map(Op::id).toList());
        List<SyncNote.Absorbed> joined =
                absorbed.stream().filter(each -> going.contains(each.into())).toList();
        if (fresh.isEmpty() && joined.isEmpty()) {
            return new Choice(ops, null);
        }
        List<Op> reduced =
                replaced.stream().filter(op -> going.contains(op.id())).toList();
        behind.follow();
        SyncNote note = SyncNote.offered(fresh, both(joined, behind.moved()), both(reduced, behind.reduced()));
        return new Choice(ops, new Recorder.Draft(new LogEntry(process, behind.ops(), note)));
    }

    private static <T> List<T> both(List<T> some, List<T> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    /** Goes through what waits until the push is full; neighbours that write the same registers go as one. */
    private List<Op> take() {
        Taking taking = new Taking();
        Dependencies stuck = new Dependencies();
        Set<OpId> before = new HashSet<>();
        List<OpId> run = new ArrayList<>();
        Op last = null;
        for (Op op : outstanding.each()) {
            if (limits.underway().contains(op.id())) {
                before.add(op.id());
                continue;
            }
            boolean leaves = mayLeave(op);
            if (!leaves) {
                // nobody out there waits for it, but what it brings into being is not there for others
                local.add(op.id());
                stuck.addLives(op);
                continue;
            }
            if (!isFree(op, stuck, before)) {
                stuck.add(op);
            } else if (last != null && isNeighbour(last, op)) {
                run.add(last.id());
                last = op;
            } else if (last != null && !taking.offer(endOfRun(last, run))) {
                return taking.taken;
            } else {
                last = op;
            }
            before.add(op.id());
        }
        if (last != null) {
            taking.offer(endOfRun(last, run));
        }
        return taking.taken;
    }

    private boolean isFree(Op op, Dependencies stuck, Set<OpId> before) {
        return limits.includes(op.workflow())
                && !limits.held().contains(op.id())
                && !splitsTooEarly(op)
                && !stuck.concern(op)
                && !lacksContent(op)
                && !lacksKey(op)
                && !Dependencies.takesBack(op, before);
    }

    /** What takes it back is not in the log yet, and could not follow the part that stays. */
    private boolean splitsTooEarly(Op op) {
        return !replica.queue.isEmpty()
                && !parts(op, false).isEmpty()
                && replica.queue.stream().anyMatch(each -> Dependencies.takesBack(each.operation(), Set.of(op.id())));
    }

    private boolean isTakenBack(Op op) {
        Set<OpId> all = undoable;
        if (all == null) {
            Set<OpId> found = new HashSet<>();
            outstanding.forEach(each -> noteUndo(each, found));
            undoable = found;
            all = found;
        }
        return all.contains(op.id());
    }

    private static void noteUndo(Op op, Set<OpId> undoable) {
        OpId undone = op.undoOf();
        if (undone != null) {
            undoable.add(undone);
        }
        for (EntityWrites writes : op.writes()) {
            for (int i = 0; writes.guarded() && i < writes.size(); i++) {
                OpId guard = writes.onlyOver(i);
                if (guard != null) {
                    undoable.add(guard);
                }
            }
        }
    }

    private boolean lacksContent(Op op) {
        if (!Admission.savesVersion(op)) {
            return false;
        }
        if (chunks == null) {
            ChunksUnderWay all = new ChunksUnderWay();
            outstanding.forEach(all::add);
            chunks = all;
        }
        return chunks.concern(op);
    }

    /** What cannot be encrypted before it leaves waits until it can, and what depends on it; the rest goes. */
    private boolean lacksKey(Op op) {
        return !outstanding.isOffered(op.id())
                && sealing.mayBePlain(op)
                && sealing.sealAllIfPossible(view(op), parts(op, true)).isEmpty();
    }

    private GraphState view(Op op) {
        Slot slot = replica.slot(op.workflow());
        return slot == null ? GraphState.empty(op.workflow()) : slot.overlay.view();
    }

    private boolean mayLeave(Op op) {
        return !parts(op, true).isEmpty();
    }

    private Op endOfRun(Op survivor, List<OpId> run) {
        run.forEach(id -> absorbed.add(new SyncNote.Absorbed(id, survivor.id())));
        run.clear();
        return survivor;
    }

    private boolean isNeighbour(Op one, Op next) {
        boolean plain =
                one.undoOf() == null && one.resolves() == null && next.undoOf() == null && next.resolves() == null;
        return plain
                && !outstanding.isOffered(one.id())
                && !outstanding.isOffered(next.id())
                && one.origin().device().equals(next.origin().device())
                && one.origin().seq() + 1 == next.origin().seq()
                && one.workflow().equals(next.workflow())
                && one.seen() == next.seen()
                && one.schema() == next.schema()
                && WriteSet.sameRegisters(one.writes(), next.writes())
                && !isTakenBack(one);
    }

    /** The first that fit a request. */
    private final class Taking {
        private final List<Op> taken = new ArrayList<>();
        private final Map<String, Integer> bySlice = new HashMap<>();
        private final Dependencies left = new Dependencies();
        private long size;

        /** False if there is no room for it, nor for any behind it. */
        boolean offer(Op op) {
            List<EntityWrites> leaving = parts(op, true);
            size += OpSize.of(leaving) + FRAME;
            boolean full = taken.size() == limits.ops() || (size > limits.bytes() && !taken.isEmpty());
            if (full) {
                return false;
            }
            Set<String> names = slicesOf(leaving);
            if (isSliceFull(names) || left.concern(op)) {
                left.add(op);
            } else {
                names.forEach(slice -> bySlice.merge(slice, 1, Integer::sum));
                taken.add(reduce(op, leaving));
            }
            return true;
        }

        private boolean isSliceFull(Set<String> names) {
            return names.stream()
                    .anyMatch(slice -> bySlice.getOrDefault(slice, 0)
                            >= (long) slices.ofAny(slice).batchSize() * limits.batches());
        }
    }

    private Set<String> slicesOf(List<EntityWrites> writes) {
        return writes.stream().map(slices::of).collect(Collectors.toSet());
    }

    /** Leaves behind, as an operation of its own, what may not leave the device, and encrypts what must not be read. */
    private Op reduce(Op op, List<EntityWrites> leaving) {
        GraphState state = view(op);
        boolean plain = !outstanding.isOffered(op.id()) && sealing.isPlain(state, leaving);
        List<EntityWrites> staying = parts(op, false);
        if (staying.isEmpty() && !plain) {
            return op;
        }
        if (!staying.isEmpty()) {
            behind.add(op, staying);
        }
        Op reduced = op.withWrites(plain ? sealing.sealAll(state, leaving) : leaving);
        replaced.add(reduced);
        return reduced;
    }

    /** What of an operation goes, or what stays. */
    private List<EntityWrites> parts(Op op, boolean leaving) {
        if (allMayLeave || outstanding.isOffered(op.id())) {
            return leaving ? op.writes() : List.of();
        }
        return op.writes().stream()
                .flatMap(writes -> slices.split(writes, leaving).stream())
                .toList();
    }
}
