package dev.weftwork.store;

import dev.weftwork.change.DeviceId;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.oplog.LogEntry;
import dev.weftwork.oplog.LoggedOp;
import dev.weftwork.oplog.RowSummary;
import dev.weftwork.oplog.SyncNote;
import dev.weftwork.spi.RemoteTime;
import dev.weftwork.spi.SnapshotManifest;
import dev.weftwork.spi.SnapshotPage;
import dev.weftwork.spi.WriteTransaction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts a server's snapshot in place of admitted state, in one transaction: of everything that this replica follows, or of
 * some workflows. The rows are the snapshot's; what is pending is written to the log once more, behind them; what lies
 * before stays in the log for a server that lost it.
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

    /**
     * What is written in place of what there was.
     *
     * @param replaced the workflows whose rows go
     * @param others whether there may be workflows that stay as they are
     * @param states what their rows are from here on
     * @param pending the operations that wait, as they are from here on
     */
    record Plan(
            Clocks clocks,
            Followed followed,
            Set<WorkflowId> replaced,
            boolean others,
            Collection<GraphState> states,
            List<Op> pending,
            Map<String, @Nullable String> settings) {}

    /** What goes with what is pending. */
    private record Companions(long at, List<SyncNote.Absorbed> absorbed, List<OpId> offered) {}

    /** Puts a snapshot in place of all that this replica follows, and lets it go on from there. */
    void run(SnapshotManifest manifest, List<SnapshotPage.Row> rows, RemoteTime time, boolean lost) {
        boolean others = engine.locked(() -> !replica.followed.all());
        run(others, () -> plan(manifest, Snapshot.of(rows, replica.followed::contains), time, lost));
    }

    /**
     * Writes what a plan says; gives false if there is none.
     *
     * @param others whether some workflows stay as they are
     * @param planner makes the plan under both locks; may run several times
     */
    boolean run(boolean others, Supplier<@Nullable Plan> planner) {
        return journal.exclusively(
                "The server's snapshot cannot be written now", "Nothing was changed; it is tried again", () -> {
                    for (int i = 0; i < MOST_TRIES; i++) {
                        journal.catchUp();
                        if (others) {
                            engine.foldAll();
                        }
                        Plan plan = plan(planner);
                        if (plan == null) {
                            return false;
                        }
                        Companions companions = engine.locked(() -> companions(plan));
                        if (journal.rewrite(transaction -> write(plan, companions, transaction))) {
                            return true;
                        }
                    }
                    throw new IOException("other processes write all the time");
                });
    }

    private @Nullable Plan plan(Supplier<@Nullable Plan> planner) {
        replica.lock.lock();
        try {
            return planner.get();
        } finally {
            replica.lock.unlock();
        }
    }

    /**
     * The new state of all numbers. Whoever was away for so long may be an old copy whose numbers others have used since,
     * and the server may have forgotten by whom; so what was never offered goes on under a new identity. What was offered
     * keeps its own, by which the server knows whether it has taken it.
     */
    private Plan plan(SnapshotManifest manifest, Map<WorkflowId, GraphState> states, RemoteTime time, boolean lost) {
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
        Set<WorkflowId> replaced = new LinkedHashSet<>(replica.listings.keySet());
        replaced.removeIf(id -> !replica.followed.contains(id));
        Map<String, @Nullable String> settings = new LinkedHashMap<>();
        if (lost) {
            settings.put(Keys.REOFFER, Long.toString(replica.position() + 1));
        }
        boolean others = !replica.followed.all();
        return new Plan(clocks, replica.followed.rebased(), replaced, others, states.values(), pending, settings);
    }

    private Companions companions(Plan plan) {
        List<SyncNote.Absorbed> absorbed = new ArrayList<>();
        List<OpId> offered = new ArrayList<>();
        for (Op op : plan.pending) {
            replica.outstanding.absorbedBy(op.id()).forEach(id -> absorbed.add(new SyncNote.Absorbed(id, op.id())));
            if (replica.outstanding.isOffered(op.id())) {
                offered.add(op.id());
            }
        }
        return new Companions(replica.position() + 1, absorbed, offered);
    }

    private boolean write(Plan plan, Companions with, WriteTransaction transaction) throws IOException {
        if (transaction.head() != with.at - 1) {
            return false;
        }
        journal.refuseOtherSchema(transaction);
        RowSummary left = removeRows(plan, transaction);
        Founding.writeRows(plan.states, with.at, left, transaction);
        SyncNote rebased = new SyncNote(List.of(), List.of(), List.of(), List.of(), plan.clocks.text(), true);
        append(List.of(), rebased, transaction);
        for (int from = 0; from < plan.pending.size(); from += OPS_IN_ENTRY) {
            List<Op> part = plan.pending.subList(from, Math.min(from + OPS_IN_ENTRY, plan.pending.size()));
            append(part, SyncNote.NONE, transaction);
        }
        if (!with.offered.isEmpty() || !with.absorbed.isEmpty()) {
            append(List.of(), SyncNote.offered(with.offered, with.absorbed, List.of()), transaction);
        }
        for (Map.Entry<String, @Nullable String> setting : plan.settings.entrySet()) {
            transaction.setting(setting.getKey(), setting.getValue());
        }
        transaction.setting(Keys.FOLLOWED, plan.followed.text());
        transaction.setting(Keys.FOLDED, Long.toString(with.at));
        transaction.setting(Keys.CLOCK, plan.clocks.text());
        Seal.put(transaction);
        return true;
    }

    /** Takes the rows away that are replaced; gives what the list of workflows comes to without them. */
    private static RowSummary removeRows(Plan plan, WriteTransaction transaction) throws IOException {
        RowSummary left = plan.others ? Damage.summary(transaction.setting(Keys.WORKFLOWS)) : RowSummary.EMPTY;
        for (WorkflowId id : plan.replaced) {
            Integer own =
                    plan.others ? Loader.RowSet.read(id, transaction).pages().own() : null;
            left = own == null ? left : left.minus(own);
            Attachment.removeRows(id, transaction);
        }
        return left;
    }

    private void append(List<Op> ops, SyncNote note, WriteTransaction transaction) throws IOException {
        List<LoggedOp> logged = ops.stream().map(op -> new LoggedOp(op, null)).toList();
        transaction.append(new LogEntry(process, logged, note).text(transaction.head() + 1));
    }
}
