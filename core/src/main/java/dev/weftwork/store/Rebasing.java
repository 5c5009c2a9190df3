package dev.weftwork.store;

import dev.weftwork.change.DeviceId;
import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.oplog.LogEntry;
import dev.weftwork.oplog.LoggedOp;
import dev.weftwork.oplog.SyncNote;
import dev.weftwork.spi.RemoteTime;
import dev.weftwork.spi.SnapshotManifest;
import dev.weftwork.spi.SnapshotPage;
import dev.weftwork.spi.WriteTransaction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts a server's snapshot in place of all admitted state, in one transaction. The rows are the snapshot's; what is
 * pending is written to the log once more, behind them; what lies before stays in the log for a server that lost it.
 */
final class Rebasing {
    private static final int OPS_IN_ENTRY = 1_000;
    private static final int MOST_TRIES = 100;

    private final Engine engine;
    private final Journal journal;
    private final Replica replica;
    private final String process;

    Rebasing(Engine engine, String process) {
        this.engine = engine;
        this.journal = engine.journal();
        this.replica = engine.replica();
        this.process = process;
    }

    /** What is written in place of what there was. */
    private record Plan(
            long at,
            Clocks clocks,
            List<WorkflowId> known,
            List<Op> pending,
            List<SyncNote.Absorbed> absorbed,
            List<OpId> offered) {}

    void run(SnapshotManifest manifest, List<SnapshotPage.Row> rows, RemoteTime time, boolean lost) {
        Map<WorkflowId, GraphState> states = states(rows);
        journal.exclusively(
                "The server's snapshot cannot be written now", "Nothing was changed; it is tried again", () -> {
                    for (int i = 0; i < MOST_TRIES; i++) {
                        journal.catchUp();
                        Plan plan = engine.locked(() -> plan(manifest, time));
                        if (journal.rewrite(transaction -> write(plan, states, lost, transaction))) {
                            return true;
                        }
                    }
                    throw new IOException("other processes write all the time");
                });
    }

    private static Map<WorkflowId, GraphState> states(List<SnapshotPage.Row> rows) {
        Map<WorkflowId, Map<EntityKey, Entity>> entities = RowRemains.byId();
        // a snapshot that is taken while others write may hold an entity in two parts
        rows.forEach(row -> entities.computeIfAbsent(row.workflow(), id -> new HashMap<>())
                .merge(row.entity().key(), row.entity(), Entity::join));
        Map<WorkflowId, GraphState> states = RowRemains.byId();
        entities.forEach((id, found) -> {
            GraphState.Builder builder = GraphState.builder(id);
            found.values().forEach(builder::put);
            states.put(id, builder.build());
        });
        return states;
    }

    /**
     * The new state of all numbers. Whoever was away for so long may be an old copy whose numbers others have used since,
     * and the server may have forgotten by whom; so what was never offered goes on under a new identity. What was offered
     * keeps its own, by which the server knows whether it has taken it.
     */
    private Plan plan(SnapshotManifest manifest, RemoteTime time) {
        Clocks old = replica.committed();
        DeviceId device = new DeviceId(engine.newId());
        long count = 0;
        Standing standing = new Standing(
                manifest.cursor().text(),
                old.standing().offset(),
                manifest.seq(),
                manifest.seq(),
                time.millis(),
                SeqSet.NONE);
        List<Op> pending = new ArrayList<>();
        for (Op op : replica.outstanding.ops()) {
            boolean offered = replica.outstanding.isOffered(op.id());
            Op.Origin origin = offered
                    ? op.origin()
                    : new Op.Origin(device, ++count, op.origin().claimed());
            pending.add(op.renumbered(origin));
        }
        Clocks clocks = new Clocks(device, count, old.hlc(), manifest.seq(), standing).observed(time.hlc());
        List<SyncNote.Absorbed> absorbed = new ArrayList<>();
        List<OpId> offered = new ArrayList<>();
        for (Op op : pending) {
            replica.outstanding.absorbedBy(op.id()).forEach(id -> absorbed.add(new SyncNote.Absorbed(id, op.id())));
            if (replica.outstanding.isOffered(op.id())) {
                offered.add(op.id());
            }
        }
        return new Plan(
                replica.position() + 1, clocks, List.copyOf(replica.listings.keySet()), pending, absorbed, offered);
    }

    private boolean write(Plan plan, Map<WorkflowId, GraphState> states, boolean lost, WriteTransaction transaction)
            throws IOException {
        if (transaction.head() != plan.at - 1) {
            return false;
        }
        journal.refuseOtherSchema(transaction);
        for (WorkflowId id : plan.known) {
            Attachment.removeRows(id, transaction);
        }
        Founding.writeRows(states.values(), plan.at, transaction);
        SyncNote rebased = new SyncNote(List.of(), List.of(), List.of(), List.of(), plan.clocks.text(), true);
        append(List.of(), rebased, transaction);
        for (int from = 0; from < plan.pending.size(); from += OPS_IN_ENTRY) {
            List<Op> part = plan.pending.subList(from, Math.min(from + OPS_IN_ENTRY, plan.pending.size()));
            append(part, SyncNote.NONE, transaction);
        }
        if (!plan.offered.isEmpty() || !plan.absorbed.isEmpty()) {
            append(List.of(), SyncNote.offered(plan.offered, plan.absorbed, List.of()), transaction);
        }
        if (lost) {
            transaction.setting(Keys.REOFFER, Long.toString(plan.at));
        }
        transaction.setting(Keys.FOLDED, Long.toString(plan.at));
        transaction.setting(Keys.CLOCK, plan.clocks.text());
        Seal.put(transaction);
        return true;
    }

    private void append(List<Op> ops, SyncNote note, WriteTransaction transaction) throws IOException {
        List<LoggedOp> logged = ops.stream().map(op -> new LoggedOp(op, null)).toList();
        transaction.append(new LogEntry(process, logged, note).text(transaction.head() + 1));
    }
}
