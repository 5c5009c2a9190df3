package dev.weftwork.sync;

import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.spi.PushAnswer;
import dev.weftwork.spi.RemoteCursor;
import dev.weftwork.store.PushLimits;
import dev.weftwork.store.Receipt;
import dev.weftwork.store.Replication;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes the next push ready while the server has the last one, so that it can leave as soon as that is answered and
 * before the answer is written down. Nothing leaves before what came earlier is answered, so the server sees a device's
 * operations in their order; and where an answer holds anything else than that all was taken, what was made ready waits
 * until the store has dealt with it. Confined to the engine's lane.
 */
final class Ahead {
    private final Replication replication;
    private List<Op> ready = List.of();

    Ahead(Replication replication) {
        this.replication = replication;
    }

    /** Makes ready what follows a push under way, if there is more than it holds. */
    void prepare(List<Op> underway, PushLimits limits) {
        ready = List.of();
        if (replication.state().pending() > underway.size()) {
            Set<OpId> ids = underway.stream().map(Op::id).collect(Collectors.toSet());
            ready = replication.offer(limits.beside(ids));
        }
    }

    /** What is ready to leave behind a push that was answered; nothing unless all of that was taken. */
    List<Op> after(List<Op> sent, PushAnswer answer) {
        List<Op> next = ready;
        ready = List.of();
        boolean taken = answer.answers().size() == sent.size()
                && answer.answers().stream().allMatch(Tally::isTaken);
        return taken ? next : List.of();
    }

    /** Whether what was asked for meanwhile is what would be asked for now. */
    boolean isForeseen(Receipt receipt, RemoteCursor asked) {
        return !receipt.contradicted()
                && !receipt.renewed()
                && receipt.refused().isEmpty()
                && replication.state().cursor().equals(asked);
    }
}
