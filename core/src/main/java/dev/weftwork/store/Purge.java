package dev.weftwork.store;

import dev.weftwork.change.GraphState;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.Verdict;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.oplog.LogEntry;
import dev.weftwork.oplog.LoggedOp;
import dev.weftwork.oplog.SyncNote;
import dev.weftwork.spi.ReadTransaction;
import dev.weftwork.spi.WriteTransaction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes plaintext of secret fields out of what is kept beside the rows: the log, conflicts, operations that were
 * refused. What is pending is written to the log once more, encrypted unless it was offered, and the log before it goes.
 * Another process that has not read so far reads everything anew. Under the journal's lock.
 */
final class Purge {
    private static final int OPS_IN_ENTRY = 1_000;
    private static final int MOST_TRIES = 100;

    private final Engine engine;
    private final Journal journal;
    private final Replica replica;
    private final Sealing sealing;
    private final String process;

    Purge(Engine engine, String process) {
        this.engine = engine;
        this.journal = engine.journal();
        this.replica = engine.replica();
        this.sealing = engine.sealing;
        this.process = process;
    }

    /** What the log begins with from here on. */
    private record Plan(long position, Clocks clocks, List<Op> pending, SyncNote note) {}

    /** Gives false if the log has to stay, since a server may need what is in it. */
    boolean run() throws IOException {
        for (int i = 0; i < MOST_TRIES; i++) {
            journal.drain();
            journal.catchUp();
            engine.loadAll();
            engine.foldAll();
            boolean reoffering = journal.storage().read(moment -> moment.setting(Keys.REOFFER) != null);
            boolean log = journal.storage().read(this::logHoldsPlaintext);
            if (log && reoffering) {
                return false;
            }
            Plan plan = engine.locked(this::plan);
            if (log ? journal.rewrite(transaction -> write(plan, transaction)) : settings(plan)) {
                return true;
            }
        }
        throw new IOException("other processes write all the time");
    }

    private boolean logHoldsPlaintext(ReadTransaction moment) throws IOException {
        boolean[] found = {false};
        moment.log(moment.floor(), (position, body) -> {
            LogEntry entry = Damage.guard(() -> LogEntry.read(position, body));
            entry.ops().forEach(logged -> found[0] |= isPlain(logged.op()));
            entry.sync().replaced().forEach(op -> found[0] |= isPlain(op));
        });
        return found[0];
    }

    /** Whether an operation holds what has to be encrypted. */
    boolean isPlain(Op op) {
        return sealing.isPlain(view(op.workflow()), op.writes());
    }

    private Plan plan() {
        Outstanding outstanding = replica.outstanding;
        List<Op> pending = new ArrayList<>();
        List<OpId> offered = new ArrayList<>();
        List<SyncNote.Absorbed> absorbed = new ArrayList<>();
        for (Op op : outstanding.ops()) {
            outstanding.absorbedBy(op.id()).forEach(id -> absorbed.add(new SyncNote.Absorbed(id, op.id())));
            if (outstanding.isOffered(op.id())) {
                offered.add(op.id());
                pending.add(op);
            } else {
                pending.add(sealed(op));
            }
        }
        SyncNote note = SyncNote.offered(offered, absorbed, List.of());
        return new Plan(replica.position(), replica.committed(), pending, note);
    }

    private Op sealed(Op op) {
        return op.withWrites(sealing.sealAll(view(op.workflow()), op.writes()));
    }

    /** What tells an entity's type; all graphs are loaded, and none may be read from the medium inside a transaction. */
    private GraphState view(WorkflowId id) {
        replica.lock.lock();
        try {
            Slot slot = replica.slot(id);
            return slot == null ? GraphState.empty(id) : slot.overlay.view();
        } finally {
            replica.lock.unlock();
        }
    }

    private boolean settings(Plan plan) throws IOException {
        return journal.storage().write(transaction -> {
            sealSettings(transaction);
            return transaction.head() == plan.position;
        });
    }

    private boolean write(Plan plan, WriteTransaction transaction) throws IOException {
        if (transaction.head() != plan.position) {
            return false;
        }
        journal.refuseOtherSchema(transaction);
        // a process that has seen all up to here is behind this entry, and so reads everything anew
        long before = append(List.of(), SyncNote.NONE, transaction);
        for (int from = 0; from < plan.pending.size(); from += OPS_IN_ENTRY) {
            int to = Math.min(from + OPS_IN_ENTRY, plan.pending.size());
            append(plan.pending.subList(from, to), SyncNote.NONE, transaction);
        }
        if (!plan.note.equals(SyncNote.NONE)) {
            append(List.of(), plan.note, transaction);
        }
        sealSettings(transaction);
        transaction.setting(Keys.FOLDED, Long.toString(before));
        transaction.setting(Keys.CLOCK, plan.clocks.text());
        Seal.put(transaction);
        transaction.prune(before);
        return true;
    }

    private long append(List<Op> ops, SyncNote note, WriteTransaction transaction) throws IOException {
        List<LoggedOp> logged = ops.stream().map(op -> new LoggedOp(op, null)).toList();
        return transaction.append(new LogEntry(process, logged, note).text(transaction.head() + 1));
    }

    private void sealSettings(WriteTransaction transaction) throws IOException {
        Map<String, String> sealed = new LinkedHashMap<>();
        transaction.settings(Keys.CONFLICT, (name, text) -> {
            Conflict conflict = Damage.guard(() -> ConflictText.read(name, text));
            sealed.put(name, ConflictText.write(sealing.seal(view(conflict.workflow()), conflict)));
        });
        transaction.settings(Keys.DEAD, (name, text) -> {
            DeadText.Dead dead = Damage.guard(() -> DeadText.read(name, text));
            Verdict.Rejected why = new Verdict.Rejected(
                    dead.op().op().id(), dead.op().code(), dead.op().reason());
            sealed.put(name, DeadText.write(sealed(dead.op().op()), why, dead.at()));
        });
        for (Map.Entry<String, String> setting : sealed.entrySet()) {
            transaction.setting(setting.getKey(), setting.getValue());
        }
    }
}
