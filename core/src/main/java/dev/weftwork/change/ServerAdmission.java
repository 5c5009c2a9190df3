package dev.weftwork.change;

import dev.weftwork.change.Admission.Decision;
import dev.weftwork.graph.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link Admission} by an authority that serves many replicas: the rules about what it has forgotten come first. */
public final class ServerAdmission {
    /** The operation writes to an entity that was removed for good. */
    public static final String ENTITY_PURGED = "ENTITY_PURGED";

    /** The operation's replica belongs to another principal. */
    public static final String DEVICE_OF_ANOTHER = "DEVICE_OF_ANOTHER";

    private ServerAdmission() {}

    /** How an authority decides: {@link ServerAdmission#decide}, or in tests something broken on purpose. */
    @FunctionalInterface
    public interface Rule {
        /**
         * Decides about one operation.
         *
         * @param op the operation
         * @param given the effective clock that it had before, or null
         * @param ledger the authority's memory
         * @param nowMillis the authority's wall clock
         * @return what to do, or null if the operation was admitted once and is forgotten
         */
        @Nullable Decision decide(Op op, @Nullable Long given, ServerLedger ledger, long nowMillis);
    }

    /**
     * Decides about one operation.
     *
     * @param op the operation
     * @param given the effective clock that it had before the authority lost it, or null if it is new
     * @param ledger the authority's memory
     * @param nowMillis the authority's wall clock
     * @return what to do and what to answer; null if the operation was admitted once and is forgotten
     */
    public static @Nullable Decision decide(Op op, @Nullable Long given, ServerLedger ledger, long nowMillis) {
        if (ledger.known(op.id()) == null) {
            if (ledger.forgotten(op.origin().device(), op.origin().seq())) {
                // a copy of the replica that comes back late counts on from where it was copied
                return mayBe(op, ledger)
                        ? null
                        : new Admission.Refuse(new Verdict.Forked(op.id(), Admission.REPLICA_FORKED));
            }
            EntityKey purged = purged(op, ledger);
            if (purged != null) {
                String reason = "'" + purged + "' was deleted and removed for good; restore it under a new id";
                return new Admission.Refuse(new Verdict.Rejected(op.id(), ENTITY_PURGED, reason));
            }
        }
        return withoutVain(Admission.decide(op, given == null ? Long.MAX_VALUE : given, ledger, nowMillis), ledger);
    }

    /** To delete once more what was removed for good is no mistake; there is just nothing to do. */
    private static boolean deletes(EntityWrites writes) {
        return writes.size() == 1 && writes.field(0).equals(RegisterNames.LIFE) && Json.FALSE.equals(writes.value(0));
    }

    private static boolean isVain(Op op, EntityWrites writes, ServerLedger ledger) {
        return deletes(writes) && ledger.purged(op.workflow(), writes.key());
    }

    /** Whether the forgotten operation of this number may have been this one. */
    private static boolean mayBe(Op op, ServerLedger ledger) {
        long trace = ledger.traceOf(op.origin().device(), op.origin().seq());
        return trace == 0 || trace == OpDigest.trace(op.id(), OpDigest.of(op));
    }

    private static @Nullable EntityKey purged(Op op, ServerLedger ledger) {
        for (EntityWrites writes : op.writes()) {
            if (!deletes(writes) && ledger.purged(op.workflow(), writes.key())) {
                return writes.key();
            }
        }
        return null;
    }

    private static Decision withoutVain(Decision decision, ServerLedger ledger) {
        if (!(decision instanceof Admission.Admit admit)) {
            return decision;
        }
        List<EntityWrites> left = admit.op().writes().stream()
                .filter(writes -> !isVain(admit.op(), writes, ledger))
                .toList();
        if (left.size() == admit.op().writes().size()) {
            return decision;
        }
        // the replica must leave it out, too, or the workflow's time would be another there
        List<Verdict.Register> skipped = new ArrayList<>(admit.verdict().skipped());
        admit.op().writes().stream()
                .filter(writes -> isVain(admit.op(), writes, ledger))
                .forEach(writes -> skipped.add(new Verdict.Register(writes.key(), RegisterNames.LIFE)));
        Verdict.Applied verdict = admit.verdict();
        return new Admission.Admit(
                new Verdict.Applied(verdict.op(), verdict.seq(), verdict.eff(), skipped),
                admit.op().withWrites(left),
                admit.stamp(),
                admit.clock(),
                admit.losses(),
                admit.order());
    }
}
