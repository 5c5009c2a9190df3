package dev.weftwork.change;

import dev.weftwork.change.Verdict.Register;
import dev.weftwork.graph.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How an authority takes an operation in: the one set of rules for server, in-memory remote and local store. A pure
 * function of the operation, the authority's memory and its wall clock; the caller writes down what it says in the same
 * transaction that it asked in.
 */
public final class Admission {
    /** The operation's id was used for other content. */
    public static final String OP_ID_REUSED = "OP_ID_REUSED";

    /** The replica's numbers or clocks do not fit what it sent before. */
    public static final String REPLICA_FORKED = "REPLICA_FORKED";

    /** The operation breaks the form that operations have. */
    public static final String MALFORMED = "MALFORMED";

    private Admission() {}

    /** What admission comes to. */
    public sealed interface Decision {
        /**
         * What to answer.
         *
         * @return the verdict
         */
        Verdict verdict();
    }

    /**
     * The operation is new and joins the state.
     *
     * @param verdict what to answer
     * @param op the operation with the writes that its guards let through
     * @param stamp the stamp of those writes
     * @param clock the authority's clock from now on
     * @param losses values of other replicas that met it without either knowing of the other, and lost
     * @param order the effective clock under which it counts among the operations of its replica: the one to keep for
     *     {@link Ledger.Neighbour}. That of the stamp, but for a version
     */
    public record Admit(Verdict.Applied verdict, Op op, Stamp stamp, long clock, List<Loss> losses, long order)
            implements Decision {
        /**
         * Copies the list.
         *
         * @param verdict what to answer
         * @param op the operation
         * @param stamp its stamp
         * @param clock the authority's clock
         * @param losses what lost
         * @param order the effective clock among the operations of its replica
         */
        public Admit {
            losses = List.copyOf(losses);
        }

        /**
         * An operation that counts among those of its replica under its stamp.
         *
         * @param verdict what to answer
         * @param op the operation
         * @param stamp its stamp
         * @param clock the authority's clock
         * @param losses what lost
         */
        public Admit(Verdict.Applied verdict, Op op, Stamp stamp, long clock, List<Loss> losses) {
            this(verdict, op, stamp, clock, losses, stamp.eff());
        }
    }

    /**
     * The operation was answered before.
     *
     * @param verdict the same answer
     */
    public record Repeat(Verdict verdict) implements Decision {}

    /**
     * The operation does not join the state.
     *
     * @param verdict why
     */
    public record Refuse(Verdict verdict) implements Decision {}

    /**
     * A value that lost.
     *
     * @param register where
     * @param value the value that lost, or null for ABSENT
     * @param loser the stamp that it had or would have had
     * @param winner the stamp of what stands
     */
    public record Loss(Register register, @Nullable Json value, Stamp loser, Stamp winner) {}

    /**
     * Decides about one operation.
     *
     * @param op the operation
     * @param ledger the authority's memory
     * @param nowMillis the authority's wall clock
     * @return what to do and what to answer
     */
    public static Decision decide(Op op, Ledger ledger, long nowMillis) {
        return decide(op, Long.MAX_VALUE, ledger, nowMillis);
    }

    /**
     * Decides about one operation that may have been admitted before by an authority that lost it since.
     *
     * @param op the operation
     * @param most the effective clock is at most this
     * @param ledger the authority's memory
     * @param nowMillis the authority's wall clock
     * @return what to do and what to answer
     */
    static Decision decide(Op op, long most, Ledger ledger, long nowMillis) {
        Ledger.Known known = ledger.known(op.id());
        if (known != null) {
            return known.digest().equals(OpDigest.of(op))
                    ? new Repeat(known.verdict())
                    : new Refuse(new Verdict.Forked(op.id(), OP_ID_REUSED));
        }
        String flaw = flaw(op);
        if (flaw != null) {
            return new Refuse(new Verdict.Rejected(op.id(), MALFORMED, flaw));
        }
        Op.Origin origin = op.origin();
        Ledger.Neighbour below = ledger.below(origin.device(), origin.seq());
        Ledger.Neighbour above = ledger.above(origin.device(), origin.seq());
        if (forked(op, ledger, below, above)) {
            return new Refuse(new Verdict.Forked(op.id(), REPLICA_FORKED));
        }
        long clock = Hlc.next(ledger.clock(), nowMillis);
        long eff = Math.min(Math.min(origin.claimed(), most), clock);
        if (above != null) {
            // a late retry must not outrank what the same replica wrote after it
            eff = Math.min(eff, above.eff());
        }
        if (below != null) {
            // what it was given before may stem from another replica, of which it was a copy; its own order comes first
            eff = Math.max(eff, below.eff());
        }
        // versions count in the order of their admission, so what a device claims has no say; where all comes in the
        // order in which it was made, a claim says the same
        boolean own = savesVersion(op) && !ledger.inOrder();
        return admit(op, ledger, clock, eff, own ? Math.min(clock, most) : eff);
    }

    /**
     * Whether an operation saves a version: it writes {@link RegisterNames#SAVED} of one version and nothing else.
     *
     * @param op the operation
     * @return true if it does
     */
    public static boolean savesVersion(Op op) {
        EntityWrites only = op.writes().size() == 1 ? op.writes().get(0) : null;
        return only != null
                && only.size() == 1
                && only.key().kind().equals(EntityKind.VERSION)
                && only.field(0).equals(RegisterNames.SAVED)
                && only.value(0) != null;
    }

    private static boolean forked(
            Op op, Ledger ledger, Ledger.@Nullable Neighbour below, Ledger.@Nullable Neighbour above) {
        Op.Origin origin = op.origin();
        boolean taken = ledger.numbered(origin.device(), origin.seq()) != null;
        boolean behind = below != null && below.claimed() >= origin.claimed();
        boolean ahead = above != null && above.claimed() <= origin.claimed();
        return taken || behind || ahead;
    }

    private static Admit admit(Op op, Ledger ledger, long clock, long order, long eff) {
        Stamp stamp = op.stamp(eff);
        Resolution resolution = new Resolution(op, stamp, ledger);
        Verdict.Applied verdict = new Verdict.Applied(op.id(), ledger.head() + 1, eff, resolution.skipped());
        return new Admit(verdict, resolution.op(), stamp, clock, resolution.losses(), order);
    }

    private static @Nullable String flaw(Op op) {
        if (op.origin().seq() < 1 || op.origin().claimed() < 0) {
            return "The replica's count must be at least 1 and its clock not negative";
        }
        if (op.writes().size() < 2) {
            return null;
        }
        Set<EntityKey> seen = new HashSet<>(op.writes().size() * 2);
        for (EntityWrites writes : op.writes()) {
            if (!seen.add(writes.key())) {
                return "The operation lists " + writes.key() + " twice; put all writes to one entity together";
            }
        }
        return null;
    }

    /** What an operation's guards let through, and what met it. */
    private static final class Resolution {
        private final Op op;
        private final Stamp stamp;
        private final Ledger ledger;
        private final List<EntityWrites> kept = new ArrayList<>();
        private final List<Register> skipped = new ArrayList<>();
        private final List<Loss> losses = new ArrayList<>();

        Resolution(Op op, Stamp stamp, Ledger ledger) {
            this.op = op;
            this.stamp = stamp;
            this.ledger = ledger;
            op.writes().forEach(this::resolve);
        }

        Op op() {
            boolean guarded = op.writes().stream().anyMatch(EntityWrites::guarded);
            return guarded || !skipped.isEmpty() ? op.withWrites(kept) : op;
        }

        List<Register> skipped() {
            return skipped;
        }

        List<Loss> losses() {
            return losses;
        }

        private void resolve(EntityWrites writes) {
            Registers standing = ledger.registers(op.workflow(), writes.key());
            boolean version = writes.key().kind().equals(EntityKind.VERSION);
            EntityWrites through = writes.guarded() || version ? passGuards(writes, standing) : writes;
            if (through.size() > 0) {
                kept.add(through);
            }
            // a chunk is its content's, so whoever writes it again loses nothing
            if (standing != null && !writes.key().kind().equals(EntityKind.CHUNK)) {
                noteLosses(through, standing);
            }
        }

        private EntityWrites passGuards(EntityWrites writes, @Nullable Registers standing) {
            EntityWrites.Builder through = EntityWrites.to(writes.key());
            for (int i = 0; i < writes.size(); i++) {
                OpId onlyOver = writes.onlyOver(i);
                Stamp current = standing == null ? null : standing.stampOf(writes.field(i));
                boolean stands =
                        onlyOver == null || (current != null && current.op().equals(onlyOver));
                if (stands && !spoilsVersion(writes, i, current)) {
                    through.set(writes.field(i), writes.value(i));
                } else {
                    skipped.add(new Register(writes.key(), writes.field(i)));
                }
            }
            return through.build();
        }

        /** A version is saved once, and by an operation that does nothing else: its stamp is its place for ever. */
        private boolean spoilsVersion(EntityWrites writes, int index, @Nullable Stamp current) {
            boolean saves = writes.key().kind().equals(EntityKind.VERSION)
                    && writes.field(index).equals(RegisterNames.SAVED);
            return saves && (current != null || !savesVersion(op));
        }

        private void noteLosses(EntityWrites writes, Registers standing) {
            for (int i = 0; i < writes.size(); i++) {
                int at = standing.indexOf(writes.field(i));
                if (at >= 0 && unseen(standing.stamp(at))) {
                    noteLoss(writes, i, standing, at);
                }
            }
        }

        private boolean unseen(Stamp rival) {
            return !rival.device().equals(op.origin().device()) && ledger.seqOf(rival.op()) > op.seen();
        }

        private void noteLoss(EntityWrites writes, int mine, Registers standing, int at) {
            Register register = new Register(writes.key(), writes.field(mine));
            Json value = writes.value(mine);
            Stamp rival = standing.stamp(at);
            boolean mineWins = Registers.beats(stamp, value, rival, standing.value(at));
            losses.add(
                    mineWins
                            ? new Loss(register, standing.value(at), rival, stamp)
                            : new Loss(register, value, stamp, rival));
        }
    }
}
