package dev.weftwork.store;

import dev.weftwork.change.AdmittedOp;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.oplog.LoggedOp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The operations behind the rows of a workflow that is not loaded. A log may bring a hundred thousand of them one by one,
 * so none of them costs a walk over those before it. Confined to whoever holds the replica's lock.
 */
final class Tail {
    private final List<Entry> admitted = new ArrayList<>();
    private final Map<OpId, Entry> waiting = new LinkedHashMap<>();

    /**
     * One operation.
     *
     * @param position where it stands in the log
     * @param logged the operation, and where it was admitted
     */
    record Entry(Long position, LoggedOp logged) {
        private static Entry waiting(Long position, Op op) {
            return new Entry(position, new LoggedOp(op, null));
        }
    }

    void admit(Long at, AdmittedOp each) {
        admitted.add(new Entry(at, new LoggedOp(each.op(), new LoggedOp.Admitted(each.seq(), each.eff()))));
    }

    void push(Long at, Op op) {
        waiting.put(op.id(), Entry.waiting(at, op));
    }

    /** An operation that waits stands in the log once more. */
    void renew(Long at, Op op) {
        waiting.computeIfPresent(op.id(), (id, old) -> Entry.waiting(at, op));
    }

    /** An operation that waits has other writes from now on. */
    void replace(Op op) {
        waiting.computeIfPresent(op.id(), (id, old) -> Entry.waiting(old.position, op));
    }

    /** Operations wait no longer. */
    void remove(Collection<OpId> ids) {
        ids.forEach(waiting::remove);
    }

    /** Forgets what has gone into rows. */
    void folded() {
        admitted.clear();
    }

    boolean isBehind() {
        return !admitted.isEmpty();
    }

    boolean isEmpty() {
        return admitted.isEmpty() && waiting.isEmpty();
    }

    /**
     * All of them, what was admitted first: the join does not mind the order, and what waits has to be worked out anew
     * when something comes below it.
     */
    List<Entry> entries() {
        List<Entry> all = new ArrayList<>(admitted);
        all.addAll(waiting.values());
        return all;
    }
}
