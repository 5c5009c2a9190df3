package dev.weftwork.change;

import dev.weftwork.graph.WorkflowId;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Admissions with one rule missing. */
final class BrokenAdmission {
    private BrokenAdmission() {}

    static Admit withoutTheNextHigherNeighbour() {
        return (op, ledger, now) -> Admission.decide(
                op,
                new Deaf(ledger) {
                    @Override
                    public @Nullable Neighbour above(DeviceId device, long seq) {
                        Neighbour above = super.above(device, seq);
                        return above == null ? null : new Neighbour(above.claimed(), Long.MAX_VALUE);
                    }
                },
                now);
    }

    static Admit withoutNeighboursClaims() {
        return (op, ledger, now) -> Admission.decide(
                op,
                new Deaf(ledger) {
                    @Override
                    public @Nullable Neighbour below(DeviceId device, long seq) {
                        return null;
                    }

                    @Override
                    public @Nullable Neighbour above(DeviceId device, long seq) {
                        Neighbour above = super.above(device, seq);
                        return above == null ? null : new Neighbour(Long.MAX_VALUE, above.eff());
                    }
                },
                now);
    }

    static Admit withoutUsedNumbers() {
        return (op, ledger, now) -> Admission.decide(
                op,
                new Deaf(ledger) {
                    @Override
                    public @Nullable OpId numbered(DeviceId device, long seq) {
                        return null;
                    }
                },
                now);
    }

    static Admit withoutMemoryOfAnswers() {
        return (op, ledger, now) -> Admission.decide(
                op,
                new Deaf(ledger) {
                    @Override
                    public @Nullable Known known(OpId id) {
                        return null;
                    }

                    @Override
                    public @Nullable OpId numbered(DeviceId device, long seq) {
                        return null;
                    }
                },
                now);
    }

    static Admit withNumbersInARow() {
        return (op, ledger, now) -> op.origin().seq() > 1
                        && ledger.known(op.id()) == null
                        && ledger.numbered(op.origin().device(), op.origin().seq() - 1) == null
                ? new Admission.Refuse(new Verdict.Forked(op.id(), Admission.REPLICA_FORKED))
                : Admission.decide(op, ledger, now);
    }

    static Admit withClaimsTakenAtTheirWord() {
        return (op, ledger, now) -> changed(op, ledger, now, admit -> {
            Verdict.Applied verdict = admit.verdict();
            Stamp stamp = op.provisional();
            return new Admission.Admit(
                    new Verdict.Applied(op.id(), verdict.seq(), stamp.eff(), verdict.skipped()),
                    admit.op(),
                    stamp,
                    admit.clock(),
                    admit.losses());
        });
    }

    static Admit withoutGuards() {
        return (op, ledger, now) -> changed(
                op,
                ledger,
                now,
                admit -> new Admission.Admit(
                        admit.verdict(),
                        op.withWrites(op.writes().stream()
                                .map(BrokenAdmission::unguarded)
                                .toList()),
                        admit.stamp(),
                        admit.clock(),
                        admit.losses()));
    }

    static Admit withLossesOfTheNewcomerAlone() {
        return (op, ledger, now) -> changed(op, ledger, now, admit -> {
            List<Admission.Loss> losses = admit.losses().stream()
                    .filter(loss -> loss.loser().equals(admit.stamp()))
                    .toList();
            return new Admission.Admit(admit.verdict(), admit.op(), admit.stamp(), admit.clock(), losses);
        });
    }

    private static Admission.Decision changed(Op op, Ledger ledger, long now, UnaryOperator<Admission.Admit> change) {
        Admission.Decision decision = Admission.decide(op, ledger, now);
        return decision instanceof Admission.Admit admit ? change.apply(admit) : decision;
    }

    private static EntityWrites unguarded(EntityWrites writes) {
        EntityWrites.Builder plain = EntityWrites.to(writes.key());
        writes.forEach(plain::set);
        return plain.build();
    }

    /** A ledger some of whose answers are not heard. */
    private static class Deaf implements Ledger {
        private final Ledger ledger;

        Deaf(Ledger ledger) {
            this.ledger = ledger;
        }

        @Override
        public long head() {
            return ledger.head();
        }

        @Override
        public long clock() {
            return ledger.clock();
        }

        @Override
        public @Nullable Known known(OpId op) {
            return ledger.known(op);
        }

        @Override
        public @Nullable OpId numbered(DeviceId device, long seq) {
            return ledger.numbered(device, seq);
        }

        @Override
        public @Nullable Neighbour below(DeviceId device, long seq) {
            return ledger.below(device, seq);
        }

        @Override
        public @Nullable Neighbour above(DeviceId device, long seq) {
            return ledger.above(device, seq);
        }

        @Override
        public @Nullable Registers registers(WorkflowId workflow, EntityKey key) {
            return ledger.registers(workflow, key);
        }

        @Override
        public long seqOf(OpId op) {
            return ledger.seqOf(op);
        }
    }
}
