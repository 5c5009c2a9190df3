package dev.weftwork.testkit.simulator;

import dev.weftwork.change.Admission;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.ServerAdmission;
import dev.weftwork.change.ServerLedger;
import dev.weftwork.change.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rules of admission with one thing wrong in each. */
final class BrokenServer {
    private BrokenServer() {}

    /** Another clock than the one that the rules give. */
    private interface Clock {
        long eff(Op op, Admission.Admit admit, ServerLedger ledger);
    }

    private static ServerAdmission.Rule clock(Clock clock) {
        return (op, given, ledger, now) -> {
            Admission.Decision decision = ServerAdmission.decide(op, given, ledger, now);
            if (!(decision instanceof Admission.Admit admit)) {
                return decision;
            }
            long eff = clock.eff(op, admit, ledger);
            Verdict.Applied verdict = new Verdict.Applied(
                    op.id(), admit.verdict().seq(), eff, admit.verdict().skipped());
            return new Admission.Admit(verdict, admit.op(), op.stamp(eff), admit.clock(), admit.losses());
        };
    }

    /** Step 3 without the workspace's clock: stamps of the future are let in. */
    static ServerAdmission.Rule withoutClamp() {
        return clock((op, admit, ledger) -> op.origin().claimed());
    }

    /** Step 3 without its third term: a late retry outranks what its replica wrote later. */
    static ServerAdmission.Rule withoutNeighbour() {
        return clock((op, admit, ledger) -> Math.min(op.origin().claimed(), admit.clock()));
    }

    /** Step 3 without the claim: whoever comes last wins, retries included. */
    static ServerAdmission.Rule byArrival() {
        return clock((op, admit, ledger) -> admit.clock());
    }

    /** What was lost comes back under a new stamp. */
    static ServerAdmission.Rule forgetfulOfStamps() {
        return (op, given, ledger, now) -> ServerAdmission.decide(op, given == null ? null : now << 16, ledger, now);
    }

    /** A gap in the order. */
    static ServerAdmission.Rule withGap() {
        return (op, given, ledger, now) -> {
            Admission.Decision decision = ServerAdmission.decide(op, given, ledger, now);
            if (decision instanceof Admission.Admit admit && admit.verdict().seq() % 50 == 0) {
                Verdict.Applied right = admit.verdict();
                Verdict.Applied wrong = new Verdict.Applied(op.id(), right.seq() + 1, right.eff(), right.skipped());
                return new Admission.Admit(wrong, admit.op(), admit.stamp(), admit.clock(), admit.losses());
            }
            return decision;
        };
    }

    /** An operation that is joined in part. */
    static ServerAdmission.Rule tearing() {
        return (op, given, ledger, now) -> {
            Admission.Decision decision = ServerAdmission.decide(op, given, ledger, now);
            if (decision instanceof Admission.Admit admit && admit.verdict().seq() % 20 == 0) {
                List<EntityWrites> writes = admit.op().writes();
                Op torn = admit.op().withWrites(writes.subList(0, writes.size() - 1));
                return new Admission.Admit(admit.verdict(), torn, admit.stamp(), admit.clock(), admit.losses());
            }
            return decision;
        };
    }

    /** Copies of a file are let in under one identity. */
    static ServerAdmission.Rule blindToForks() {
        return (op, given, ledger, now) -> {
            Admission.Decision decision = ServerAdmission.decide(op, given, ledger, now);
            boolean forked = decision instanceof Admission.Refuse refuse
                    && refuse.verdict() instanceof Verdict.Forked forkedVerdict
                    && forkedVerdict.code().equals(Admission.REPLICA_FORKED);
            if (!forked) {
                return decision;
            }
            long clock = Math.max(ledger.clock() + 1, now << 16);
            long eff = Math.min(op.origin().claimed(), clock);
            Verdict.Applied verdict = new Verdict.Applied(op.id(), ledger.head() + 1, eff, List.of());
            return new Admission.Admit(verdict, op, op.stamp(eff), clock, List.of());
        };
    }

    /** Values that lost are not kept. */
    static ServerAdmission.Rule forgettingLosses() {
        return (op, given, ledger, now) -> {
            Admission.Decision decision = ServerAdmission.decide(op, given, ledger, now);
            return decision instanceof Admission.Admit admit
                    ? new Admission.Admit(admit.verdict(), admit.op(), admit.stamp(), admit.clock(), List.of())
                    : decision;
        };
    }

    /** What was to stand over a certain write only stands over any. */
    static ServerAdmission.Rule blindToGuards() {
        return (op, given, ledger, now) -> {
            List<EntityWrites> bare = op.writes().stream()
                    .map(writes -> {
                        EntityWrites.Builder all = EntityWrites.to(writes.key());
                        writes.forEach(all::set);
                        return all.build();
                    })
                    .toList();
            return ServerAdmission.decide(op.withWrites(bare), given, ledger, now);
        };
    }

    /** The server's clock runs an hour ahead of itself. */
    static ServerAdmission.Rule aheadOfTime() {
        return (op, given, ledger, now) -> ServerAdmission.decide(op, given, ledger, now + 3_600_000);
    }

    /** A repeated question gets another answer. */
    static ServerAdmission.Rule fickle() {
        return (op, given, ledger, now) -> {
            Admission.Decision decision = ServerAdmission.decide(op, given, ledger, now);
            return decision instanceof Admission.Repeat ? rejected(op) : decision;
        };
    }

    private static Admission.@Nullable Decision rejected(Op op) {
        return new Admission.Repeat(new Verdict.Rejected(op.id(), "SEEN", "It was here before"));
    }
}
