package dev.weftwork.store;

import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.Registers;
import dev.weftwork.change.Verdict;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.oplog.LogEntry;
import dev.weftwork.oplog.LoggedOp;
import dev.weftwork.oplog.RowSummary;
import dev.weftwork.oplog.SyncNote;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;

/** What could be read of a store, put together: rows, and over them the log. */
final class Remains {
    private final RowRemains rows;
    private final NavigableMap<Long, List<LogEntry>> entries;
    private final Map<WorkflowId, Map<EntityKey, Entity>> entities = RowRemains.byId();
    private final Map<OpId, Op> pending = new LinkedHashMap<>();
    private final Map<WorkflowId, GraphState> bases = RowRemains.byId();
    private final Map<WorkflowId, GraphState> views = RowRemains.byId();
    private int operations;
    private long hlc;
    private long head;

    Remains(RowRemains rows, NavigableMap<Long, List<LogEntry>> entries) {
        this.rows = rows;
        this.entries = entries;
        for (WorkflowId id : rows.workflows()) {
            rows.of(id).forEach(found -> entitiesOf(id).put(found.entity().key(), found.entity()));
        }
        Set<OpId> decided = new HashSet<>();
        forEachOp((position, logged) -> {
            if (logged.admitted() != null) {
                decided.add(logged.op().id());
            }
        });
        forEachOp((position, logged) -> take(position, logged, decided));
        entries.forEach((position, found) -> found.forEach(entry -> take(position, entry.sync())));
        entities.forEach((id, found) -> {
            GraphState.Builder state = GraphState.builder(id);
            found.values().forEach(state::put);
            bases.put(id, state.build());
        });
        entities.values().forEach(found -> found.values().forEach(this::countClock));
        views.putAll(bases);
        pending.values()
                .forEach(op -> views.merge(op.workflow(), GraphState.empty(op.workflow()), (known, none) -> known));
        pending.values()
                .forEach(op -> views.computeIfPresent(op.workflow(), (id, view) -> view.join(op, op.provisional())));
    }

    private interface OpVisitor {
        void op(long position, LoggedOp logged);
    }

    private void forEachOp(OpVisitor each) {
        entries.forEach((position, found) ->
                found.forEach(entry -> entry.ops().forEach(logged -> each.op(position, logged))));
    }

    private void take(long position, LoggedOp logged, Set<OpId> admitted) {
        Op op = logged.op();
        operations++;
        hlc = Math.max(hlc, op.origin().claimed());
        LoggedOp.Admitted place = logged.admitted();
        if (place != null) {
            hlc = Math.max(hlc, place.eff());
            head = Math.max(head, place.seq());
            op.writes().forEach(writes -> join(position, logged, writes));
        } else if (!admitted.contains(op.id())) {
            pending.put(op.id(), op);
        }
    }

    /** What syncing made of operations that were pending. */
    private void take(long position, SyncNote note) {
        note.replaced().forEach(op -> pending.computeIfPresent(op.id(), (id, old) -> op));
        note.absorbed().forEach(each -> pending.remove(each.op()));
        for (Verdict verdict : note.verdicts()) {
            Op op = pending.remove(verdict.op());
            if (op != null && verdict instanceof Verdict.Applied applied && applied.seq() > 0) {
                Op through = applied.resolved(op);
                LoggedOp logged = new LoggedOp(through, new LoggedOp.Admitted(applied.seq(), applied.eff()));
                hlc = Math.max(hlc, applied.eff());
                through.writes().forEach(writes -> join(position, logged, writes));
            }
        }
    }

    /** What a row has seen already changes nothing in it, and is not counted again. */
    private void join(long position, LoggedOp logged, EntityWrites writes) {
        WorkflowId id = logged.op().workflow();
        boolean seen = position <= rows.foldedTo(id, writes.key());
        entitiesOf(id).compute(writes.key(), (key, known) -> {
            Entity old = known == null ? Entity.unborn(key) : known;
            Entity joined = old.join(writes, logged.stamp());
            return seen ? new Entity(key, joined.registers(), old.version()) : joined;
        });
    }

    private Map<EntityKey, Entity> entitiesOf(WorkflowId id) {
        return entities.computeIfAbsent(id, each -> new HashMap<>());
    }

    private void countClock(Entity entity) {
        Registers registers = entity.registers();
        for (int i = 0; i < registers.size(); i++) {
            hlc = Math.max(hlc, registers.stamp(i).eff());
        }
    }

    /** What was admitted. */
    Map<WorkflowId, GraphState> bases() {
        return bases;
    }

    /** What a person sees: with what is pending. */
    Map<WorkflowId, GraphState> views() {
        return views;
    }

    /** Operations that no authority has spoken of, in the order of the log. */
    List<Op> pending() {
        return List.copyOf(pending.values());
    }

    /** Graphs of which rows were read. */
    Set<WorkflowId> withRows() {
        return rows.workflows();
    }

    /** What rows of a graph were read. */
    RowSummary rows(WorkflowId id) {
        return rows.summary(id);
    }

    NavigableMap<Long, List<LogEntry>> entries() {
        return entries;
    }

    int operations() {
        return operations;
    }

    /** The latest clock that anything bears. */
    long hlc() {
        return hlc;
    }

    /** The latest place in the authority's order that anything bears. */
    long head() {
        return head;
    }
}
