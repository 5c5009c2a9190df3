package dev.weftwork.spi;

import dev.weftwork.change.OpId;
import dev.weftwork.change.Verdict;

/** What a server says of one offered operation. */
public sealed interface OpAnswer {
    /**
     * The operation spoken of.
     *
     * @return its id
     */
    OpId op();

    /**
     * It has been decided about, now or before.
     *
     * @param verdict the decision; the same one however often it is asked for
     */
    record Decided(Verdict verdict) implements OpAnswer {
        @Override
        public OpId op() {
            return verdict.op();
        }
    }

    /**
     * It was admitted so long ago that the server knows no more than that. A replica that hears this has taken a
     * snapshot, and the operation is in it.
     *
     * @param op the operation
     */
    record Duplicate(OpId op) implements OpAnswer {}

    /**
     * It was not decided about. Offer it again.
     *
     * @param op the operation
     * @param code why, for programs
     * @param reason why, for people
     */
    record Later(OpId op, String code, String reason) implements OpAnswer {}
}
