package dev.weftwork.store;

import dev.weftwork.change.Admission;
import dev.weftwork.change.DeviceId;
import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.Stamp;
import dev.weftwork.graph.Ids;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.oplog.LogEntry;
import dev.weftwork.oplog.LoggedOp;
import dev.weftwork.oplog.RowSummary;
import dev.weftwork.spi.Row;
import dev.weftwork.spi.WriteTransaction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Hands the last word to a server, or takes it back. Attaching turns all that the store decided by itself into pending
 * operations of a new replica, one for each operation that there was, so that no stamp of its own making ever meets the
 * server's.
 */
final class Attachment {
    private static final int OPS_IN_ENTRY = 1_000;

    private final String process;
    private final Ids ids;
    /** Under which names operations go on. */
    private final Map<OpId, OpId> names = new LinkedHashMap<>();

    Attachment(String process, Ids ids) {
        this.process = process;
        this.ids = ids;
    }

    /** Writes all states as pending operations, in one transaction; gives the numbers to go on from. */
    void attach(Binding binding, List<GraphState> states, long wallMillis, WriteTransaction transaction)
            throws IOException {
        // a process that has seen all up to here is behind this entry, and so reads everything anew
        long before = transaction.append(new LogEntry(process, List.of()).text(transaction.head() + 1));
        Clocks clocks = new Clocks(new DeviceId(ids.next()), 0, 0, 0);
        List<LoggedOp> pending = new ArrayList<>();
        for (Gathered gathered : gather(states)) {
            long wish = Math.min(gathered.stamp.millis(), wallMillis);
            Op.Origin origin = clocks.next(wish);
            clocks = clocks.after(origin);
            Op op = Op.of(new OpId(ids.next()), gathered.workflow, origin, gathered.writes());
            pending.add(new LoggedOp(op, null));
            names.put(gathered.stamp.op(), op.id());
        }
        for (GraphState state : states) {
            removeRows(state.id(), transaction);
        }
        for (int from = 0; from < pending.size(); from += OPS_IN_ENTRY) {
            List<LoggedOp> part = pending.subList(from, Math.min(from + OPS_IN_ENTRY, pending.size()));
            transaction.append(new LogEntry(process, part).text(transaction.head() + 1));
        }
        transaction.setting(Keys.WORKFLOWS, RowSummary.EMPTY.toString());
        WorkflowList.forget(transaction);
        transaction.setting(Keys.FOLDED, Long.toString(before));
        transaction.setting(Keys.CLOCK, clocks.text());
        transaction.setting(Keys.AUTHORITY, Authority.text(binding));
        transaction.setting(Keys.RENAMED, Renames.text(List.copyOf(names.entrySet())));
        transaction.prune(before);
    }

    Map<OpId, OpId> names() {
        return names;
    }

    /** Takes all rows of a graph away. */
    static void removeRows(WorkflowId id, WriteTransaction transaction) throws IOException {
        List<Row> rows = new ArrayList<>();
        transaction.rows(id.value(), rows::add);
        for (Row row : rows) {
            transaction.remove(row.kind(), row.workflowId(), row.id());
        }
        transaction.setting(Keys.rows(id), null);
    }

    /** What is left of each operation, oldest first. */
    private static List<Gathered> gather(List<GraphState> states) {
        Map<Stamp, Gathered> byStamp = new TreeMap<>();
        for (GraphState state : states) {
            state.forEach(entity -> {
                for (int i = 0; i < entity.registers().size(); i++) {
                    byStamp.computeIfAbsent(entity.registers().stamp(i), stamp -> new Gathered(stamp, state.id()))
                            .add(entity, i);
                }
            });
        }
        return List.copyOf(byStamp.values());
    }

    private static final class Gathered {
        private final Stamp stamp;
        private final WorkflowId workflow;
        private final Map<EntityKey, EntityWrites.Builder> writes = new LinkedHashMap<>();

        Gathered(Stamp stamp, WorkflowId workflow) {
            this.stamp = stamp;
            this.workflow = workflow;
        }

        void add(Entity entity, int register) {
            writes.computeIfAbsent(entity.key(), EntityWrites::to)
                    .set(entity.registers().field(register), entity.registers().value(register));
        }

        List<EntityWrites> writes() {
            return writes.values().stream().map(EntityWrites.Builder::build).toList();
        }
    }

    /** Admits what is pending on the store's own word; gives the entry's text. */
    String detach(List<Op> pending, Clocks from, long position) {
        List<LoggedOp> admitted = new ArrayList<>();
        long head = from.head();
        long latest = from.hlc();
        for (Op op : pending) {
            // a version that waited comes after all that were numbered while it did
            long eff = Admission.savesVersion(op) ? ++latest : op.origin().claimed();
            admitted.add(new LoggedOp(op, new LoggedOp.Admitted(++head, eff)));
        }
        return new LogEntry(process, admitted).text(position);
    }
}
