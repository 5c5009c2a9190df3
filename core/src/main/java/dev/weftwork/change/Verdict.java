package dev.weftwork.change;

import java.util.List;

/** What an authority says of one operation. A repeated question gets the same answer. */
public sealed interface Verdict {
    /**
     * The operation that is spoken of.
     *
     * @return its id
     */
    OpId op();

    /**
     * Which answer this is.
     *
     * @return the kind
     */
    Kind kind();

    /** The answers. */
    enum Kind {
        /** The operation is part of the authority's state. */
        APPLIED,
        /** The operation never will be; a person has to decide. */
        REJECTED,
        /** The replica shares its identity with another and has to take a new one. */
        FORKED
    }

    /**
     * The operation was admitted.
     *
     * @param op the operation
     * @param seq its place in the authority's order
     * @param eff the effective clock of its stamp
     * @param skipped registers that its guards kept it from writing
     * @param cleared registers that it made ABSENT beside what it writes: those of the former life of what it began anew
     */
    record Applied(OpId op, long seq, long eff, List<Register> skipped, List<Register> cleared) implements Verdict {
        /**
         * Copies the lists.
         *
         * @param op the operation
         * @param seq its place
         * @param eff its effective clock
         * @param skipped registers not written
         * @param cleared registers made ABSENT
         */
        public Applied {
            skipped = List.copyOf(skipped);
            cleared = List.copyOf(cleared);
        }

        /**
         * An operation that began nothing anew.
         *
         * @param op the operation
         * @param seq its place
         * @param eff its effective clock
         * @param skipped registers not written
         */
        public Applied(OpId op, long seq, long eff, List<Register> skipped) {
            this(op, seq, eff, skipped, List.of());
        }

        /**
         * What an authority must have said of an operation that it tells of.
         *
         * @param offered the operation as it was offered
         * @param admitted the same as it joined the state
         * @return the verdict
         */
        public static Applied of(Op offered, AdmittedOp admitted) {
            return new Applied(
                    offered.id(),
                    admitted.seq(),
                    admitted.eff(),
                    VerdictWrites.missing(offered, admitted.op()),
                    VerdictWrites.missing(admitted.op(), offered));
        }

        /**
         * The operation as it joins the state.
         *
         * @param offered the operation as it was offered
         * @return the same without guards, with what was let through of its writes and what was cleared beside them
         */
        public Op resolved(Op offered) {
            return VerdictWrites.resolved(offered, this);
        }

        /**
         * Whether the operation joins the state with the very writes that were offered, but for guards.
         *
         * @return true if nothing was left out or added
         */
        public boolean whole() {
            return skipped.isEmpty() && cleared.isEmpty();
        }

        @Override
        public Kind kind() {
            return Kind.APPLIED;
        }
    }

    /**
     * The operation was refused for good.
     *
     * @param op the operation
     * @param code why, for programs
     * @param reason why, for people
     */
    record Rejected(OpId op, String code, String reason) implements Verdict {
        @Override
        public Kind kind() {
            return Kind.REJECTED;
        }
    }

    /**
     * The operation's replica is a copy of another.
     *
     * @param op the operation
     * @param code how that came to light
     */
    record Forked(OpId op, String code) implements Verdict {
        @Override
        public Kind kind() {
            return Kind.FORKED;
        }
    }

    /**
     * One register of one entity.
     *
     * @param key the entity
     * @param field the register's name
     */
    record Register(EntityKey key, String field) {}
}
