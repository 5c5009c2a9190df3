package dev.weftwork.store;

import dev.weftwork.change.Admission;
import dev.weftwork.change.AdmittedOp;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.Stamp;
import dev.weftwork.change.Verdict;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.oplog.LogEntry;
import dev.weftwork.oplog.LoggedOp;
import dev.weftwork.oplog.SyncNote;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes one log entry into a replica, all of it at one moment. Used once, under the replica's lock. */
final class Absorption {
    private final Replica replica;
    private final Outstanding outstanding;
    private final Long at;
    private final Map<WorkflowId, Touched> touched = new LinkedHashMap<>();
    /** What was given to replicas as which others still wait. */
    private final List<Stamp> given = new ArrayList<>();

    private final List<Decided> decided = new ArrayList<>();

    /** What an entry means for one workflow. */
    private static final class Touched {
        private final List<AdmittedOp> admitted = new ArrayList<>();
        private final List<Op> pushed = new ArrayList<>();
        private final Map<OpId, Op> replaced = new HashMap<>();
        private final Map<OpId, Op> withdrawn = new LinkedHashMap<>();
        private final Set<OpId> refused = new HashSet<>();
        /** What waited whole, and of which the server left out a part: that part shows no longer. */
        private final List<Op> partlyTaken = new ArrayList<>();
        /** Whether what was worked out for the list before may be wrong now. */
        private boolean unsure;

        Set<OpId> gone() {
            Set<OpId> gone = new HashSet<>(withdrawn.keySet());
            gone.addAll(replaced.keySet());
            admitted.forEach(each -> gone.add(each.op().id()));
            return gone;
        }

        List<Op> told() {
            List<Op> told = new ArrayList<>(pushed);
            admitted.forEach(each -> told.add(each.op()));
            told.addAll(withdrawn.values());
            told.addAll(replaced.values());
            told.addAll(partlyTaken);
            return told;
        }
    }

    private record Decided(Op op, Verdict verdict, List<PendingCommit> commits) {}

    /** Who waits for word of an edit, and the word. */
    record Answer(PendingCommit commit, SyncOutcome outcome) {}

    Absorption(Replica replica, long at) {
        this.replica = replica;
        this.outstanding = replica.outstanding;
        this.at = at;
    }

    List<Answer> run(LogEntry entry, WorkflowChange.Origin origin) {
        boolean each = entry.sync().equals(SyncNote.NONE);
        for (LoggedOp logged : entry.ops()) {
            take(logged);
            if (each) {
                // edits that another process made one by one are told one by one
                applyAll(origin);
            }
        }
        take(entry.sync());
        applyAll(origin);
        capOthers(origin);
        return decided.stream().flatMap(one -> answers(one).stream()).toList();
    }

    private void applyAll(WorkflowChange.Origin origin) {
        touched.forEach((id, each) -> apply(id, each, origin));
        touched.clear();
    }

    private void take(LoggedOp logged) {
        Op op = logged.op();
        LoggedOp.Admitted admitted = logged.admitted();
        if (admitted == null && outstanding.contains(op.id())) {
            // it waits already, and is only written once more
            replica.renewed(at, op);
        } else if (admitted == null) {
            outstanding.add(at, op);
            touched(op).pushed.add(op);
        } else {
            outstanding.remove(op.id());
            admit(new AdmittedOp(op, admitted.seq(), admitted.eff()));
        }
    }

    private void take(SyncNote note) {
        note.replaced().forEach(op -> {
            tellWithheld(op);
            outstanding.replace(op);
            touched(op).replaced.put(op.id(), op);
            touched(op).unsure = true;
        });
        note.offered().forEach(outstanding::offered);
        note.absorbed().forEach(each -> {
            Op op = outstanding.op(each.op());
            if (op != null) {
                touched(op).withdrawn.put(op.id(), op);
                if (touched(op).pushed.stream().anyMatch(fresh -> fresh.id().equals(each.into()))) {
                    replica.fate.alsoCalled(op.workflow(), op.id(), each.into());
                }
            }
            outstanding.absorb(each.op(), each.into());
        });
        note.verdicts().forEach(this::take);
    }

    /** What an operation left behind on the device came in with this entry, under a name of its own. */
    private void tellWithheld(Op reduced) {
        Op whole = outstanding.op(reduced.id());
        if (whole == null || whole.writes().equals(reduced.writes())) {
            return;
        }
        for (Op rest : touched(reduced).pushed) {
            if (Slices.isPart(whole, rest) && !Slices.isPart(reduced, rest)) {
                replica.fate.alsoCalled(whole.workflow(), whole.id(), rest.id());
            }
        }
    }

    private void take(Verdict verdict) {
        Op op = outstanding.op(verdict.op());
        if (op == null) {
            return;
        }
        List<PendingCommit> commits = new ArrayList<>();
        List<OpId> absorbed = outstanding.absorbedBy(op.id());
        addCommit(op.id(), commits);
        absorbed.forEach(id -> addCommit(id, commits));
        outstanding.remove(op.id());
        Touched here = touched(op);
        if (verdict instanceof Verdict.Applied applied && applied.seq() > 0) {
            AdmittedOp admitted = new AdmittedOp(applied.resolved(op), applied.seq(), applied.eff());
            admit(admitted);
            here.unsure |= applied.eff() != op.origin().claimed() || !applied.whole();
            if (!applied.whole()) {
                here.partlyTaken.add(op);
            }
        } else {
            here.withdrawn.put(op.id(), op);
            here.unsure = true;
            if (verdict instanceof Verdict.Applied held) {
                bound(op, held.eff());
            }
        }
        if (verdict instanceof Verdict.Rejected) {
            here.refused.add(op.id());
            here.refused.addAll(absorbed);
        }
        decided.add(new Decided(op, verdict, commits));
    }

    private void addCommit(OpId id, List<PendingCommit> commits) {
        PendingCommit commit = outstanding.answered(id);
        if (commit != null) {
            commits.add(commit);
        }
    }

    private void admit(AdmittedOp admitted) {
        touched(admitted.op()).admitted.add(admitted);
        if (replica.authority().attached()) {
            outstanding.admitted(admitted.stamp(), admitted.seq());
            bound(admitted.op(), admitted.eff());
        }
    }

    /** What its replica did before an operation and still waits shows below it, even if it is in a snapshot by now. */
    private void bound(Op op, long eff) {
        Stamp stamp = op.stamp(eff);
        if (!Admission.savesVersion(op) && outstanding.given(stamp)) {
            given.add(stamp);
        }
    }

    private Touched touched(Op op) {
        return touched.computeIfAbsent(op.workflow(), id -> new Touched());
    }

    private void apply(WorkflowId id, Touched here, WorkflowChange.Origin origin) {
        if (!here.refused.isEmpty()) {
            replica.fate.refused(id, here.refused);
        }
        Slot slot = replica.slot(id);
        if (slot == null) {
            replica.absorbUnloaded(id, at, here.gone(), here.admitted, here.pushed, here.replaced, here.unsure);
            return;
        }
        GraphState before = slot.overlay.view();
        if (!here.withdrawn.isEmpty()) {
            slot.overlay.withdraw(here.withdrawn.keySet());
        }
        if (!here.replaced.isEmpty()) {
            slot.overlay.restamp(
                    op -> here.replaced.containsKey(op.id()), op -> here.replaced.getOrDefault(op.id(), op));
        }
        here.pushed.forEach(op -> slot.overlay.push(op, outstanding.provisional(op)));
        if (!here.admitted.isEmpty()) {
            slot.overlay.admitAll(here.admitted);
            here.admitted.forEach(each -> slot.markDirty(each.op()));
        }
        replica.announce(before, slot.overlay.view(), here.told(), origin);
    }

    /** What was admitted late in one workflow bounds what still waits, in the others too. */
    private void capOthers(WorkflowChange.Origin origin) {
        if (given.isEmpty() || outstanding.size() == 0) {
            return;
        }
        for (Slot slot : replica.slots.values()) {
            if (slot.overlay.waiting() > 0) {
                GraphState before = slot.overlay.view();
                slot.overlay.cap(given);
                tellOfOthers(slot, before, origin);
            }
        }
    }

    private void tellOfOthers(Slot slot, GraphState before, WorkflowChange.Origin origin) {
        GraphState after = slot.overlay.view();
        if (after.equals(before)) {
            return;
        }
        List<Op> lower = slot.overlay.operations().stream()
                .filter(op -> Resurfacing.differs(op, before, after))
                .toList();
        if (!lower.isEmpty()) {
            replica.announce(before, after, lower, origin);
        }
    }

    private List<Answer> answers(Decided each) {
        if (each.commits().isEmpty()) {
            // nobody has waited since the process that made the edit ended
            return List.of();
        }
        SyncOutcome outcome = outcome(each.op(), each.verdict());
        OpId id = each.op().id();
        return each.commits().stream()
                .map(commit -> new Answer(
                        commit, commit.operation().id().equals(id) ? outcome : new SyncOutcome.Absorbed(id, outcome)))
                .toList();
    }

    private SyncOutcome outcome(Op op, Verdict verdict) {
        if (verdict instanceof Verdict.Rejected rejected) {
            return new SyncOutcome.Rejected(rejected.code(), rejected.reason());
        }
        if (!(verdict instanceof Verdict.Applied applied)) {
            return new SyncOutcome.Admitted(0);
        }
        List<Verdict.Register> lost = new ArrayList<>(applied.skipped());
        // without a guard only that is skipped which was done long ago: the deletion of what was removed for good
        lost.removeIf(register -> !isGuarded(op, register));
        Slot slot = replica.slot(op.workflow());
        if (slot != null && applied.seq() > 0) {
            for (EntityWrites writes : applied.resolved(op).writes()) {
                addBeaten(op, writes, slot.overlay.base(), lost);
            }
        }
        return lost.isEmpty()
                ? new SyncOutcome.Admitted(Math.abs(applied.seq()))
                : new SyncOutcome.PartlyLost(Math.abs(applied.seq()), lost);
    }

    private static boolean isGuarded(Op op, Verdict.Register register) {
        for (EntityWrites writes : op.writes()) {
            for (int i = 0; i < writes.size(); i++) {
                boolean same =
                        writes.key().equals(register.key()) && writes.field(i).equals(register.field());
                if (same) {
                    return writes.onlyOver(i) != null;
                }
            }
        }
        return true;
    }

    private static void addBeaten(Op op, EntityWrites writes, GraphState base, List<Verdict.Register> lost) {
        for (int i = 0; i < writes.size(); i++) {
            Stamp standing = Resolving.stamp(base, writes.key(), writes.field(i));
            if (standing != null && !standing.device().equals(op.origin().device())) {
                lost.add(new Verdict.Register(writes.key(), writes.field(i)));
            }
        }
    }

    /** What stands where operations write. */
    static final class Resolving {
        private Resolving() {}

        static @Nullable Stamp stamp(GraphState state, dev.weftwork.change.EntityKey key, String field) {
            var entity = state.entity(key);
            return entity == null ? null : entity.registers().stampOf(field);
        }
    }
}
