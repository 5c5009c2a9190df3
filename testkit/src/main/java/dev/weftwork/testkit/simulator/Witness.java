package dev.weftwork.testkit.simulator;

import dev.weftwork.change.Admission;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.ServerAdmission;
import dev.weftwork.change.ServerLedger;
import dev.weftwork.change.Verdict;
import java.util.HashMap;
import java.util.HashSet;
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
    private final Map<OpId, Long> effs = new HashMap<>();
    private boolean calm;

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

    /** The server has forgotten; what it says now is said for the first time. */
    void forget() {
        verdicts.clear();
    }

    /** The server was put back to a state in which it had taken only these. */
    void putBack(Set<OpId> taken) {
        forget();
        admitted.clear();
        admitted.addAll(taken);
    }

    Set<OpId> admitted() {
        return admitted;
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
            Verdict.Applied verdict = admit.verdict();
            check(verdict.eff() <= admit.clock(), "8", "op " + op.id() + " was given a clock in the future");
            check(verdict.seq() == ledger.head() + 1, "13", "op " + op.id() + " leaves a gap");
            Long before = effs.put(op.id(), verdict.eff());
            // the copies of a file may bring back one operation under several identities
            boolean sole = faults.clones() == 0 && faults.rollbacks() == 0;
            check(
                    given == null || before == null || !sole || before == verdict.eff(),
                    "restore",
                    "op " + op.id() + " comes back under another stamp");
            verdicts.put(op.id(), verdict);
            admitted.add(op.id());
            trace.add("server", "admits " + op.id() + " as " + verdict.seq());
        } else if (decision instanceof Admission.Repeat repeat) {
            Verdict first = verdicts.putIfAbsent(op.id(), repeat.verdict());
            check(first == null || first.equals(repeat.verdict()), "11", "op " + op.id() + " is told another verdict");
        }
        return decision;
    }

    private static void check(boolean holds, String invariant, String what) {
        if (!holds) {
            throw new Broken(invariant, what);
        }
    }
}
