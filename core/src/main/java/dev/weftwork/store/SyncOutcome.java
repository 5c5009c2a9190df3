package dev.weftwork.store;

import dev.weftwork.change.OpId;
import dev.weftwork.change.Verdict;
import java.util.List;

/** What became of an edit. */
public sealed interface SyncOutcome {
    /**
     * Which outcome this is.
     *
     * @return the kind
     */
    Kind kind();

    /** The outcomes. */
    enum Kind {
        /** The authority took all of it. */
        ADMITTED,
        /** The authority took it, but some of its writes lost or were skipped. */
        PARTLY_LOST,
        /** The authority refused it. */
        REJECTED,
        /** It travelled as part of another operation. */
        ABSORBED,
        /** The store syncs with nobody, or not with data of this sort; the edit is on disk. */
        LOCAL_ONLY
    }

    /**
     * The authority took all of it.
     *
     * @param seq its place in the authority's order; zero if another process brought it there and this one, which had to
     *     read all anew, only sees that nobody refused it: it may have travelled as part of another, or lost some writes
     */
    record Admitted(long seq) implements SyncOutcome {
        @Override
        public Kind kind() {
            return Kind.ADMITTED;
        }
    }

    /**
     * The authority took it, but some of its writes lost or were skipped.
     *
     * @param seq its place in the authority's order
     * @param lost the registers that show something else
     */
    record PartlyLost(long seq, List<Verdict.Register> lost) implements SyncOutcome {
        /**
         * Copies the list.
         *
         * @param seq its place
         * @param lost the registers
         */
        public PartlyLost {
            lost = List.copyOf(lost);
        }

        @Override
        public Kind kind() {
            return Kind.PARTLY_LOST;
        }
    }

    /**
     * The authority refused it.
     *
     * @param code why, for programs
     * @param reason why, for people
     */
    record Rejected(String code, String reason) implements SyncOutcome {
        @Override
        public Kind kind() {
            return Kind.REJECTED;
        }
    }

    /**
     * It travelled as part of another operation.
     *
     * @param into the operation
     * @param outcome what became of that one
     */
    record Absorbed(OpId into, SyncOutcome outcome) implements SyncOutcome {
        @Override
        public Kind kind() {
            return Kind.ABSORBED;
        }
    }

    /** The store syncs with nobody, or not with data of this sort; the edit is on disk. */
    record LocalOnly() implements SyncOutcome {
        @Override
        public Kind kind() {
            return Kind.LOCAL_ONLY;
        }
    }
}
