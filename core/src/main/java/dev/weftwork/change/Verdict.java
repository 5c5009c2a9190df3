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
     */
    record Applied(OpId op, long seq, long eff, List<Register> skipped) implements Verdict {
        /**
         * Copies the list.
         *
         * @param op the operation
         * @param seq its place
         * @param eff its effective clock
         * @param skipped registers not written
         */
        public Applied {
            skipped = List.copyOf(skipped);
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
