package dev.weftwork.testkit.simulator;

import dev.weftwork.change.Admission;
import dev.weftwork.change.AdmittedOp;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Ledger;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.Registers;
import dev.weftwork.change.ServerAdmission;
import dev.weftwork.change.ServerLedger;
import dev.weftwork.change.Stamp;
import dev.weftwork.change.Verdict;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryWorkspace;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stands beside the server and checks each of its decisions. */
final class Witness implements ServerAdmission.Rule {
    private final ServerAdmission.Rule rule;
    private final Trace trace;
    private final Chance chance;
    private final FaultProfile faults;
    private final Map<OpId, Verdict> verdicts = new HashMap<>();
    private final Set<OpId> admitted = new HashSet<>();
    private final Set<OpId> refused = new HashSet<>();
    private final Map<OpId, Set<Long>> effs = new HashMap<>();
    private final Set<Lost> lost = new HashSet<>();
    private final Set<Begun> begunAnew = new HashSet<>();
    private boolean calm;

    /**
     * A value that must be found in the history: the loser's of two writes to one register.
     *
     * @param register where
     * @param loser the stamp of the loser
     * @param seq the number of the operation at whose admission they met
     */
    record Lost(Verdict.Register register, Stamp loser, long seq) {}

    /** An entity that had been removed for good and began anew. */
    private record Begun(WorkflowId workflow, EntityKey key) {}

    Witness(ServerAdmission.Rule rule, Trace trace, Chance chance, FaultProfile faults) {
        this.rule = rule;
        this.trace = trace;
        this.chance = chance;
        this.faults = faults;
    }

    /** From now on nothing is refused at random. */
    void calm() {
        calm = true;
    }

    /** The server has forgotten what came in up to a moment: only what stands before its history is new to it again. */
    void forget(MemoryWorkspace server) {
        List<AdmittedOp> history = server.history();
        long floor = history.isEmpty() ? server.head() : history.get(0).seq() - 1;
        verdicts.values().removeIf(each -> !(each instanceof Verdict.Applied applied) || applied.seq() <= floor);
        lost.removeIf(each -> each.seq() <= floor);
    }

    /** What the server knows at one moment. */
    record Memory(Map<OpId, Verdict> verdicts, Set<OpId> admitted, Set<Lost> lost) {}

    Memory memory() {
        return new Memory(Map.copyOf(verdicts), Set.copyOf(admitted), Set.copyOf(lost));
    }

    /** The server was put back to a state in which it knew only this. */
    void putBack(Memory then) {
        verdicts.clear();
        verdicts.putAll(then.verdicts);
        admitted.clear();
        admitted.addAll(then.admitted);
        lost.clear();
        lost.addAll(then.lost);
    }

    Set<OpId> admitted() {
        return admitted;
    }

    Set<Lost> lost() {
        return lost;
    }

    /** Whether all count the changes of an entity alike; who saw a former life of it counts on from that. */
    boolean isCounted(WorkflowId workflow, EntityKey key) {
        return !begunAnew.contains(new Begun(workflow, key));
    }

    @Override
    public Admission.@Nullable Decision decide(Op op, @Nullable Long given, ServerLedger ledger, long nowMillis) {
        boolean refuse = refused.contains(op.id())
                || (!calm && !verdicts.containsKey(op.id()) && given == null && chance.happens(faults.refusals()));
        if (refuse && ledger.known(op.id()) == null) {
            refused.add(op.id());
            return new Admission.Refuse(new Verdict.Rejected(op.id(), "NOT_ALLOWED", "It may not be"));
        }
        Admission.Decision decision = rule.decide(op, given, ledger, nowMillis);
        if (decision instanceof Admission.Admit admit) {
            clock(op, admit, ledger, nowMillis);
            losses(op, admit, ledger);
            guards(op, admit.op(), ledger);
            note(op, admit, ledger, given);
        } else if (decision instanceof Admission.Repeat repeat) {
            Verdict first = verdicts.putIfAbsent(op.id(), repeat.verdict());
            check(first == null || first.equals(repeat.verdict()), "11", "op " + op.id() + " is told another verdict");
        }
        return decision;
    }

    private void note(Op op, Admission.Admit admit, ServerLedger ledger, @Nullable Long given) {
        Verdict.Applied verdict = admit.verdict();
        Set<Long> told = effs.computeIfAbsent(op.id(), id -> new HashSet<>());
        if (given != null) {
            check(told.contains(given), "restore", "op " + op.id() + " comes back with a stamp that it never had");
            boolean same = verdict.eff() == given || isBounded(op, given, admit, ledger);
            check(same, "restore", "op " + op.id() + " comes back under another stamp");
        }
        told.add(verdict.eff());
        verdicts.put(op.id(), verdict);
        admitted.add(op.id());
        for (EntityWrites writes : admit.op().writes()) {
            if (ledger.grave(op.workflow(), writes.key()) != null) {
                begunAnew.add(new Begun(op.workflow(), writes.key()));
            }
        }
        trace.add("server", "admits " + op.id() + " as " + verdict.seq());
    }

    /**
     * What may keep an operation from coming back under its stamp: the server's own clock, if that has gone back and is
     * below it (8); what its replica did before and after it, which another copy of the file may have brought back under
     * the one identity (7); and a lower claim, which it got when a copy of the file became a replica of its own.
     */
    private static boolean isBounded(Op op, long given, Admission.Admit admit, ServerLedger ledger) {
        long eff = admit.verdict().eff();
        Ledger.Neighbour below = ledger.below(op.origin().device(), op.origin().seq());
        Ledger.Neighbour above = ledger.above(op.origin().device(), op.origin().seq());
        return eff < given
                ? eff == admit.clock()
                        || eff == op.origin().claimed()
                        || (above != null && eff == above.eff())
                        || (below != null && eff == below.eff())
                : below != null && eff == below.eff();
    }

    /** 8: nothing is from the future, and the server's own clock neither runs ahead nor stands still. 13: no gap. */
    private static void clock(Op op, Admission.Admit admit, ServerLedger ledger, long nowMillis) {
        Verdict.Applied verdict = admit.verdict();
        long latest = Math.max(ledger.clock() + 1, nowMillis << 16);
        check(verdict.eff() <= latest, "8", "op " + op.id() + " was given a clock in the future");
        check(admit.clock() == latest, "8", "the server's clock is " + admit.clock() + " in place of " + latest);
        check(admit.stamp().eff() == verdict.eff(), "8", "op " + op.id() + " was told another clock than it has");
        check(verdict.seq() == ledger.head() + 1, "13", "op " + op.id() + " leaves a gap");
    }

    /** 15: of two writes that did not know of each other, the value that loses is kept. */
    private void losses(Op op, Admission.Admit admit, ServerLedger ledger) {
        for (EntityWrites writes : admit.op().writes()) {
            Registers standing = ledger.registers(op.workflow(), writes.key());
            for (int i = 0; standing != null && i < writes.size(); i++) {
                int at = standing.indexOf(writes.field(i));
                Stamp rival = at < 0 ? null : standing.stamp(at);
                if (rival != null
                        && !rival.device().equals(op.origin().device())
                        && ledger.seqOf(rival.op()) > op.seen()) {
                    boolean wins = Registers.beats(admit.stamp(), writes.value(i), rival, standing.value(at));
                    Verdict.Register register = new Verdict.Register(writes.key(), writes.field(i));
                    lost.add(new Lost(
                            register,
                            wins ? rival : admit.stamp(),
                            admit.verdict().seq()));
                }
            }
        }
    }

    /** 20: what was to stand only over a certain write stands over no other. */
    private static void guards(Op op, Op resolved, ServerLedger ledger) {
        for (EntityWrites writes : op.writes()) {
            for (int i = 0; writes.guarded() && i < writes.size(); i++) {
                OpId guard = writes.onlyOver(i);
                if (guard != null && writes(resolved, writes, i)) {
                    Registers standing = ledger.registers(op.workflow(), writes.key());
                    Stamp stamp = standing == null ? null : standing.stampOf(writes.field(i));
                    boolean over = stamp != null && stamp.op().equals(guard);
                    check(over, "20", "op " + op.id() + " takes back more than " + guard);
                }
            }
        }
    }

    private static boolean writes(Op resolved, EntityWrites writes, int index) {
        return resolved.writes().stream()
                .anyMatch(each -> each.key().equals(writes.key()) && each.writes(writes.field(index)));
    }

    private static void check(boolean holds, String invariant, String what) {
        if (!holds) {
            throw new Broken(invariant, what);
        }
    }
}
