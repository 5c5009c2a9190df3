package dev.weftwork.store;

import dev.weftwork.change.Admission;
import dev.weftwork.change.AdmittedOp;
import dev.weftwork.change.DeviceId;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Hlc;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.Stamp;
import dev.weftwork.change.Verdict;
import dev.weftwork.graph.Ids;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.oplog.LogEntry;
import dev.weftwork.oplog.LoggedOp;
import dev.weftwork.oplog.SyncNote;
import dev.weftwork.spi.OpAnswer;
import dev.weftwork.spi.PullAnswer;
import dev.weftwork.spi.RemoteCursor;
import dev.weftwork.spi.RemoteTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Works out what an answer of the server means here: verdicts on what is pending, what others did, how far this replica
 * has come, and whether it has to become another one. What is known already changes nothing, so an answer may come
 * twice, late, or after a later one. Used once, under the replica's lock.
 */
final class Exchange {
    /** A clock that ran so far ahead of the server's is set back once nothing depends on it. */
    private static final long FAR_AHEAD = 60 * 60 * 1000;

    private static final long WORTH_NOTING = 1000;

    private final Replica replica;
    private final Outstanding outstanding;
    private final Ids ids;
    private final long wallMillis;
    private final Exchanged exchange;
    private final RemoteTime time;
    private final Map<OpId, Verdict> verdicts = new LinkedHashMap<>();
    private final List<LoggedOp> ops = new ArrayList<>();
    private final List<AdmittedOp> admitted = new ArrayList<>();
    private final Map<String, @Nullable String> settings = new LinkedHashMap<>();
    private final List<SyncNote.Absorbed> renamed = new ArrayList<>();
    private final Echoes echoes;
    private final List<Op> restamped = new ArrayList<>();
    private final Map<OpId, Integer> reused = new HashMap<>();
    private List<Conflict> conflicts = List.of();
    private int pulledOps;
    private boolean forked;
    private boolean renewed;
    private boolean contradicted;
    private Clocks clocks;

    Exchange(Replica replica, Ids ids, long wallMillis, Exchanged exchange) {
        this.replica = replica;
        this.outstanding = replica.outstanding;
        this.ids = ids;
        this.wallMillis = wallMillis;
        this.exchange = exchange;
        time = exchange.time();
        echoes = new Echoes(exchange);
        clocks = replica.committed();
    }

    /** Works all of an exchange out; gives what is to be written, or null if it brings nothing new. */
    Recorder.@Nullable Draft work(String process, Rivalry rivalry) {
        Map<OpId, Op> sent = new HashMap<>();
        exchange.sent().forEach(op -> sent.put(op.id(), op));
        exchange.answers().forEach(this::noteTaken);
        exchange.answers().forEach(answer -> take(answer, sent.get(answer.op())));
        RemoteCursor after = exchange.after();
        PullAnswer pulled = exchange.pulled();
        if (after != null && pulled != null) {
            take(after, pulled, exchange.answers(), sent, exchange.scope());
        }
        return draft(process, rivalry);
    }

    /** What it brought. */
    Receipt receipt() {
        List<Oplog.DeadOp> refused = new ArrayList<>();
        for (Verdict verdict : verdicts.values()) {
            Op op = outstanding.op(verdict.op());
            if (op != null && verdict instanceof Verdict.Rejected why) {
                refused.add(new Oplog.DeadOp(op, why.code(), why.reason()));
            }
        }
        return new Receipt(verdicts.size() - refused.size(), pulledOps, refused, conflicts, renewed, contradicted);
    }

    /** What the server has is not parked with what it refuses, in this answer or a later one. */
    private void noteTaken(OpAnswer answer) {
        if (answer instanceof OpAnswer.Decided decided && decided.verdict() instanceof Verdict.Applied) {
            outstanding.taken(answer.op());
        }
    }

    private void take(OpAnswer answer, @Nullable Op sent) {
        Op op = outstanding.op(answer.op());
        boolean known = op != null && !(verdicts.get(op.id()) instanceof Verdict.Applied);
        if (op == null || !known) {
            return;
        }
        if (isFork(answer)) {
            // only if it speaks of the identity that the operation still has
            if (sent != null && sent.origin().equals(op.origin())) {
                take(op, ((OpAnswer.Decided) answer).verdict());
            }
        } else if (answer instanceof OpAnswer.Decided decided) {
            take(op, decided.verdict());
        } else if (answer instanceof OpAnswer.Duplicate
                && sent != null
                && sent.origin().equals(op.origin())) {
            takeDuplicate(op);
        }
    }

    /**
     * The server once admitted something of this number and knows no more. Unless this operation left a trace in the
     * snapshot, it may have been another file's of the same identity; to offer it once more under a new identity does no
     * harm even if it was this one, since whatever hid it then hides it still.
     */
    private void takeDuplicate(Op op) {
        Stamp trace = trace(op);
        if (trace == null) {
            forked = true;
        } else {
            decide(op, held(op, 1, trace.eff()));
        }
    }

    /** The operation is in the state already; a restored server may ask for what it was given all the same. */
    private static Verdict.Applied held(Op op, long seq, long eff) {
        return new Verdict.Applied(op.id(), -seq, eff, List.of());
    }

    private @Nullable Stamp trace(Op op) {
        Slot slot = replica.slot(op.workflow());
        if (slot == null) {
            return null;
        }
        for (EntityWrites writes : op.writes()) {
            for (int i = 0; i < writes.size(); i++) {
                Stamp standing = Absorption.Resolving.stamp(slot.overlay.base(), writes.key(), writes.field(i));
                if (standing != null && standing.op().equals(op.id())) {
                    return standing;
                }
            }
        }
        return null;
    }

    private static boolean isFork(OpAnswer answer) {
        return answer instanceof OpAnswer.Decided decided && decided.verdict() instanceof Verdict.Forked;
    }

    private void take(Op op, Verdict verdict) {
        if (verdict instanceof Verdict.Applied applied) {
            if (echoes.tellLater(op, applied.seq())) {
                return;
            }
            boolean held = replica.followed.contains(op.workflow()) && isInSnapshot(op, applied.seq());
            decide(op, held ? held(op, applied.seq(), applied.eff()) : applied);
        } else if (verdict instanceof Verdict.Rejected rejected) {
            park(op, rejected);
        } else if (verdict instanceof Verdict.Forked fork) {
            forked = true;
            if (fork.code().equals(Admission.OP_ID_REUSED)) {
                reused.put(op.id(), 1);
            }
        }
    }

    private boolean isInSnapshot(Op op, long seq) {
        return seq <= clocks.standing().base() || replica.followed.holds(op.workflow(), seq);
    }

    /** A copy of this file may have brought the operation there first, under the identity that it had by then. */
    private void decide(Op waiting, Verdict.Applied applied) {
        verdicts.put(waiting.id(), applied);
        if (applied.seq() > 0) {
            Op.Origin origin = echoes.origin(waiting);
            Op op = waiting;
            if (!origin.equals(waiting.origin())) {
                op = waiting.renumbered(origin);
                restamped.add(op);
            }
            admitted.add(new AdmittedOp(applied.resolved(op), applied.seq(), applied.eff()));
            clocks = clocks.admitted(applied.seq(), applied.eff());
        }
    }

    /** A refused operation takes those with it that make no sense without it. */
    private void park(Op op, Verdict.Rejected why) {
        verdicts.put(op.id(), why);
        settings.put(DeadText.name(op.id()), DeadText.write(op, why, wallMillis));
        Dependencies refused = new Dependencies();
        boolean later = false;
        for (Op each : outstanding.ops()) {
            if (each.id().equals(op.id())) {
                refused.add(op);
                later = true;
            } else if (later
                    && !verdicts.containsKey(each.id())
                    && !outstanding.isTaken(each.id())
                    && refused.concern(each)) {
                refused.add(each);
                Verdict.Rejected because = new Verdict.Rejected(
                        each.id(),
                        Oplog.DEPENDS_ON_REFUSED,
                        "It builds on operation " + op.id() + ", which was refused (" + why.code() + ")");
                verdicts.put(each.id(), because);
                settings.put(DeadText.name(each.id()), DeadText.write(each, because, wallMillis));
            }
        }
    }

    /** Takes what follows a cursor, if this replica still stands there and asked for all that it follows. */
    private void take(
            RemoteCursor after, PullAnswer pull, List<OpAnswer> answers, Map<OpId, Op> sent, Set<WorkflowId> scope) {
        if (!after.text().equals(clocks.standing().cursor()) || !replica.followed.isWithin(scope)) {
            return;
        }
        contradicted = pull.ops().stream().anyMatch(this::contradicts);
        if (contradicted) {
            return;
        }
        for (OpAnswer answer : answers) {
            Op op = sent.get(answer.op());
            if (op != null && answer instanceof OpAnswer.Decided decided) {
                takeUnechoed(op, decided.verdict(), pull.seq());
            }
        }
        for (AdmittedOp each : pull.ops()) {
            if (!isHeld(each.op(), each.seq())) {
                take(each);
            }
        }
        clocks = clocks.pulledTo(pull.cursor().text(), pull.seq());
    }

    /**
     * A server need not repeat in the page what it says in its answers. If an operation was pending no more when its
     * answer came, it is taken in like one of others.
     */
    private void takeUnechoed(Op op, Verdict verdict, long upTo) {
        if (verdict instanceof Verdict.Applied applied && applied.seq() <= upTo && !isHeld(op, applied.seq())) {
            take(new AdmittedOp(applied.resolved(op), applied.seq(), applied.eff()));
        }
    }

    /**
     * The number was another operation's when the server acknowledged that one. It has lost it since, in a way that no
     * cursor tells, because none stood behind it yet.
     */
    private boolean contradicts(AdmittedOp pulled) {
        return replica.committed().holds(pulled.seq())
                && outstanding
                        .places()
                        .isTakenByAnother(pulled.seq(), pulled.op().id());
    }

    private boolean isHeld(Op op, long seq) {
        return clocks.holds(seq) || replica.followed.holds(op.workflow(), seq);
    }

    private void take(AdmittedOp each) {
        Op.Origin origin = each.op().origin();
        boolean mine = origin.device().equals(clocks.device());
        Op waiting = outstanding.op(each.op().id());
        if (waiting != null) {
            if (!(verdicts.get(waiting.id()) instanceof Verdict.Applied)) {
                settings.remove(DeadText.name(waiting.id()));
                decide(waiting, Verdict.Applied.of(waiting, each));
            }
            return;
        }
        if (mine) {
            forked |= origin.seq() > clocks.deviceSeq() || isNumberTaken(origin.seq());
            // what counts as dead here was admitted after all
            settings.put(DeadText.name(each.op().id()), null);
        }
        admitted.add(each);
        ops.add(new LoggedOp(each.op(), new LoggedOp.Admitted(each.seq(), each.eff())));
        pulledOps++;
        clocks = clocks.observed(each.eff());
    }

    private boolean isNumberTaken(long seq) {
        return outstanding.ops().stream()
                .anyMatch(op -> op.origin().seq() == seq && op.origin().device().equals(clocks.device()));
    }

    /** What is to be written, or null if the answer brought nothing new. */
    private Recorder.@Nullable Draft draft(String process, Rivalry rivalry) {
        admitted.sort(Comparator.comparingLong(AdmittedOp::seq));
        long offset = time.millis() - wallMillis;
        boolean drifted = Math.abs(offset - clocks.standing().offset()) >= WORTH_NOTING;
        boolean told = !verdicts.isEmpty() || !ops.isEmpty() || forked || drifted;
        if (!told && clocks.equals(replica.committed())) {
            return null;
        }
        clocks = clocks.observed(time.hlc()).heardAt(time.millis());
        clocks = drifted ? clocks.corrected(offset) : clocks;
        conflicts = rivalry.look(admitted);
        conflicts.forEach(this::note);
        List<Op> replaced = new ArrayList<>(restamped);
        replaced.addAll(becomeAnother());
        rivalry.answers().forEach(this::add);
        SyncNote note =
                new SyncNote(List.of(), renamed, replaced, List.copyOf(verdicts.values()), clocks.text(), false);
        return new Recorder.Draft(new LogEntry(process, ops, note), settings);
    }

    private void note(Conflict conflict) {
        settings.put(ConflictText.name(conflict), ConflictText.write(conflict));
    }

    /** A strategy's own write. */
    private void add(Rivalry.Rewrite rewrite) {
        Op.Origin origin = clocks.next(wallMillis);
        clocks = clocks.after(origin);
        Op op = rewrite.op(new OpId(ids.next()), origin, clocks.head());
        ops.add(new LoggedOp(op, null));
    }

    /** Takes a new identity if this one is shared, or if its clock is of no use any more. */
    private List<Op> becomeAnother() {
        // every verdict is on an operation that is pending
        boolean nothingLeft = verdicts.size() == outstanding.size();
        boolean clockRanAway = nothingLeft
                && replica.queue.isEmpty()
                && Hlc.millis(clocks.hlc()) > Math.max(time.millis(), Hlc.millis(time.hlc())) + FAR_AHEAD;
        renewed = clockRanAway || forked;
        if (clockRanAway) {
            clocks = clocks.as(new DeviceId(ids.next()), 0, time.hlc());
            return List.of();
        }
        return forked ? renumber(left()) : List.of();
    }

    private List<Op> left() {
        return outstanding.ops().stream()
                .filter(op -> !verdicts.containsKey(op.id()))
                .toList();
    }

    /** Everything pending gets numbers of the new replica; nothing shows later than it did. */
    private List<Op> renumber(List<Op> left) {
        DeviceId device = new DeviceId(ids.next());
        long[] claims = new long[left.size()];
        long most = Long.MAX_VALUE;
        for (int i = left.size() - 1; i >= 0; i--) {
            claims[i] = Math.min(bound(left.get(i)), most);
            most = claims[i] - 1;
        }
        List<Op> replaced = new ArrayList<>();
        for (int i = 0; i < left.size(); i++) {
            Op op = left.get(i).renumbered(new Op.Origin(device, i + 1L, claims[i]));
            if (reused.containsKey(op.id())) {
                Op fresh = op.named(new OpId(ids.next()));
                ops.add(new LoggedOp(fresh, null));
                renamed.add(new SyncNote.Absorbed(op.id(), fresh.id()));
            } else {
                replaced.add(op);
            }
        }
        clocks = clocks.as(device, left.size(), clocks.hlc());
        return replaced;
    }

    /** Below what the shared identity has been given for a later number. */
    private long bound(Op op) {
        long bound = outstanding.provisional(op).eff();
        for (AdmittedOp each : admitted) {
            Op.Origin origin = each.op().origin();
            boolean later = origin.device().equals(op.origin().device())
                    && origin.seq() > op.origin().seq();
            bound = later ? Math.min(bound, each.eff() - 1) : bound;
        }
        return bound;
    }
}
