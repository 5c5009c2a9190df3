package dev.weftwork.spi;

import dev.weftwork.change.Op;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Operations to be admitted, in this order.
 *
 * @param ops the operations
 */
public record PushRequest(List<Offer> ops) {
    /**
     * Copies the list.
     *
     * @param ops the operations
     */
    public PushRequest {
        ops = List.copyOf(ops);
    }

    /**
     * One operation.
     *
     * @param op the operation as its replica wrote it, guards included
     * @param eff the effective clock that a server gave it before it lost it, or null if it is new; the operation gets
     *     no later one, so that its stamp is the old one again
     */
    public record Offer(Op op, @Nullable Long eff) {}

    /**
     * New operations.
     *
     * @param ops the operations, in order
     * @return the request
     */
    public static PushRequest of(List<Op> ops) {
        return new PushRequest(ops.stream().map(op -> new Offer(op, null)).toList());
    }
}
