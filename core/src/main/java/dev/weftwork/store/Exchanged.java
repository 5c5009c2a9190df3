package dev.weftwork.store;

import dev.weftwork.change.Op;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.OpAnswer;
import dev.weftwork.spi.PullAnswer;
import dev.weftwork.spi.RemoteCursor;
import dev.weftwork.spi.RemoteTime;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was asked of a server, and what it answered.
 *
 * @param sent the operations pushed, as they left
 * @param answers what was said of them, in the same order
 * @param after the cursor that was pulled from, or null if nothing was pulled
 * @param pulled what follows it, or null if nothing was pulled
 * @param time the server's clocks
 * @param scope the workflows that were pulled, or all if the set is empty
 */
public record Exchanged(
        List<Op> sent,
        List<OpAnswer> answers,
        @Nullable RemoteCursor after,
        @Nullable PullAnswer pulled,
        RemoteTime time,
        Set<WorkflowId> scope) {
    /**
     * Copies the collections.
     *
     * @param sent the operations pushed
     * @param answers what was said of them
     * @param after the cursor pulled from, or null
     * @param pulled what follows it, or null
     * @param time the server's clocks
     * @param scope the workflows that were pulled
     */
    public Exchanged {
        scope = Set.copyOf(scope);
        sent = List.copyOf(sent);
        answers = List.copyOf(answers);
    }

    /**
     * A push.
     *
     * @param sent the operations pushed
     * @param answers what was said of them
     * @param time the server's clocks
     * @return the exchange
     */
    public static Exchanged push(List<Op> sent, List<OpAnswer> answers, RemoteTime time) {
        return new Exchanged(sent, answers, null, null, time, Set.of());
    }

    /**
     * A pull of all workflows.
     *
     * @param after the cursor pulled from
     * @param pulled what follows it
     * @param time the server's clocks
     * @return the exchange
     */
    public static Exchanged pull(RemoteCursor after, PullAnswer pulled, RemoteTime time) {
        return new Exchanged(List.of(), List.of(), after, pulled, time, Set.of());
    }

    /**
     * The same, if only some workflows were pulled.
     *
     * @param some which, or none for all
     * @return the exchange
     */
    public Exchanged within(Set<WorkflowId> some) {
        return new Exchanged(sent, answers, after, pulled, time, some);
    }
}
