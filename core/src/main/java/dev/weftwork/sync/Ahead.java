package dev.weftwork.sync;

import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.Verdict;
import dev.weftwork.spi.OpAnswer;
import dev.weftwork.spi.PullAnswer;
import dev.weftwork.spi.PushAnswer;
import dev.weftwork.spi.RemoteCursor;
import dev.weftwork.store.PushLimits;
import dev.weftwork.store.Receipt;
import dev.weftwork.store.Replication;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes the next push ready while the server has the last one, so that it can leave as soon as that is answered and
 * before the answer is written down. Nothing leaves before what came earlier is answered, so the server sees a device's
 * operations in their order; and where an answer holds anything else than that all was taken, what was made ready waits
 * until the store has dealt with it. Confined to the engine's lane.
 */
final class Ahead {
    private final Replication replication;
    /** What the server took and a later page tells of; it waits for that, and is not sent again. */
    private final Set<OpId> echoes = new HashSet<>();

    private List<Op> ready = List.of();

    Ahead(Replication replication) {
        this.replication = replication;
    }

    /** What may be sent now. Whatever was ready came to nothing if this is asked. */
    List<Op> choose(PushLimits limits) {
        ready = List.of();
        return replication.offer(echoes.isEmpty() ? limits : limits.beside(echoes));
    }

    /** Notes what the server took, of which the page that came along does not tell. */
    void expect(PushAnswer answer, PullAnswer page) {
        for (OpAnswer each : answer.answers()) {
            if (each instanceof OpAnswer.Decided decided
                    && decided.verdict() instanceof Verdict.Applied applied
                    && applied.seq() > page.seq()) {
                echoes.add(applied.op());
            }
        }
    }

    /** The order is another now; whatever is pending is to be sent. */
    void forget() {
        echoes.clear();
        ready = List.of();
    }

    /** Makes ready what follows a push under way, if there is more than it holds. */
    void prepare(List<Op> underway, PushLimits limits) {
        ready = List.of();
        if (replication.state().pending() > underway.size()) {
            Set<OpId> passed = new HashSet<>(echoes);
            underway.forEach(op -> passed.add(op.id()));
            ready = replication.offer(limits.beside(passed));
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
