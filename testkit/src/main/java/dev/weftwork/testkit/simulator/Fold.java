package dev.weftwork.testkit.simulator;

import dev.weftwork.change.AdmittedOp;
import dev.weftwork.change.GraphState;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schema.RegisterMigration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * 4: joining all that was admitted, in another order, gives the server's state, to the last register. A server that
 * forgets has no operations from the beginning; what it had right after it forgot stands for them (21).
 */
final class Fold {
    private final MemoryWorkspace server;
    private final RegisterMigration migration;
    private Map<WorkflowId, GraphState> base = Map.of();
    private long upTo;

    Fold(MemoryWorkspace server, RegisterMigration migration) {
        this.server = server;
        this.migration = migration;
    }

    /** From where it is folded. */
    record Beginning(Map<WorkflowId, GraphState> base, long upTo) {}

    Beginning beginning() {
        return new Beginning(base, upTo);
    }

    /** The server was put back to a moment at which this was the beginning. */
    void putBack(Beginning then) {
        base = then.base;
        upTo = then.upTo;
    }

    /** The server forgets: the last moment at which all since the beginning can be looked at. */
    void around(Runnable forgetting) {
        check();
        forgetting.run();
        Map<WorkflowId, GraphState> now = new HashMap<>();
        server.workflows().forEach(id -> now.put(id, server.state(id)));
        base = now;
        upTo = server.head();
    }

    void check() {
        Map<WorkflowId, List<AdmittedOp>> since = new HashMap<>();
        long last = upTo;
        for (AdmittedOp each : server.history()) {
            if (each.seq() > upTo) {
                Broken.unless(each.seq() == ++last, "13", "before " + each.seq() + " one is missing");
                since.computeIfAbsent(each.op().workflow(), id -> new ArrayList<>())
                        .add(each);
            }
        }
        Broken.unless(last == server.head(), "13", "the last operation is " + last + ", the head " + server.head());
        Set<WorkflowId> ids = new HashSet<>(server.workflows());
        ids.addAll(base.keySet());
        ids.addAll(since.keySet());
        for (WorkflowId id : ids) {
            check(id, since.getOrDefault(id, new ArrayList<>()));
        }
    }

    private void check(WorkflowId id, List<AdmittedOp> since) {
        GraphState folded = base.getOrDefault(id, GraphState.empty(id));
        since.sort(Comparator.comparing(each -> each.op().id()));
        for (AdmittedOp each : since) {
            folded = folded.join(each.op(), each.stamp());
        }
        GraphState state = server.state(id);
        String expected = Texts.all(state);
        Broken.unless(
                Texts.all(folded).equals(expected),
                upTo == 0 ? "4" : "21",
                "the fold of " + id + " differs\n" + Texts.all(folded) + expected);
        Versions.check(migration, state, folded);
    }
}
