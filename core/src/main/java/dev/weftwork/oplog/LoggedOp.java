package dev.weftwork.oplog;

import dev.weftwork.change.Op;
import dev.weftwork.change.Stamp;
import org.jspecify.annotations.Nullable;

/**
 * An operation as the log holds it.
 *
 * @param op the operation
 * @param admitted what the authority said, or null while it has not
 */
public record LoggedOp(Op op, @Nullable Admitted admitted) {
    /**
     * An operation's place in the authority's order.
     *
     * @param seq its sequence number
     * @param eff its effective clock
     */
    public record Admitted(long seq, long eff) {}

    /**
     * The stamp that the operation's writes carry now.
     *
     * @return the admitted stamp, or the provisional one
     */
    public Stamp stamp() {
        return admitted == null ? op.provisional() : op.stamp(admitted.eff);
    }
}
