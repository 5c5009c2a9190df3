package dev.weftwork.change;

import dev.weftwork.change.Admission.Decision;
import org.jspecify.annotations.Nullable;

/** {@link Admission} by an authority that serves many replicas: the rules about what it has forgotten come first. */
public final class ServerAdmission {
    /** The operation writes to an entity that was removed for good, and does not begin it anew. */
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
            Rebirths rebirths = new Rebirths(op, ledger);
            Decision refusal = rebirths.refusal();
            return refusal == null ? rebirths.settled(admission(op, given, ledger, nowMillis)) : refusal;
        }
        return admission(op, given, ledger, nowMillis);
    }

    private static Decision admission(Op op, @Nullable Long given, ServerLedger ledger, long nowMillis) {
        return Admission.decide(op, given == null ? Long.MAX_VALUE : given, ledger, nowMillis);
    }

    /** Whether the forgotten operation of this number may have been this one. */
    private static boolean mayBe(Op op, ServerLedger ledger) {
        long trace = ledger.traceOf(op.origin().device(), op.origin().seq());
        return trace == 0 || trace == OpDigest.trace(op.id(), OpDigest.of(op));
    }
}
