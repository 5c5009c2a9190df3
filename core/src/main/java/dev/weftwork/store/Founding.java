package dev.weftwork.store;

import dev.weftwork.change.DeviceId;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.change.SchemaVersion;
import dev.weftwork.graph.Ids;
import dev.weftwork.graph.Json;
import dev.weftwork.oplog.LogEntry;
import dev.weftwork.oplog.LoggedOp;
import dev.weftwork.oplog.RowSummary;
import dev.weftwork.spi.StorageException;
import dev.weftwork.spi.WriteTransaction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes a store that was put together from remains. Used once. */
final class Founding {
    private static final int OPS_IN_ENTRY = 1_000;

    private final Ids ids;
    private final Map<String, String> settings;
    private final Remains remains;
    private final boolean sealed;
    private final List<LoggedOp> logged = new ArrayList<>();
    private final List<String> renamed = new ArrayList<>();
    private Clocks clocks;

    Founding(Ids ids, Map<String, String> settings, Remains remains) {
        this.ids = ids;
        this.settings = settings;
        this.remains = remains;
        sealed = Seal.holds(settings);
        long hlc = remains.hlc();
        long head = remains.head();
        if (sealed) {
            Clocks old = Clocks.parse(settings.getOrDefault(Keys.CLOCK, ""));
            hlc = Math.max(hlc, old.hlc());
            head = Math.max(head, old.head());
        }
        clocks = new Clocks(new DeviceId(ids.next()), 0, hlc, head);
    }

    RecoveryReport write(WriteTransaction transaction) throws IOException {
        if (transaction.head() != 0 || transaction.setting(Keys.SCHEMA) != null) {
            throw new StorageException(
                    StorageException.Kind.UNSUPPORTED,
                    "The storage for the recovered store is not empty",
                    "Choose a place where no store is; nothing was written");
        }
        boolean attached = sealed && settings.containsKey(Keys.AUTHORITY);
        DeviceId device = clocks.device();
        Clocks founded = clocks;
        int pending = keepPending(attached);
        reviveWorkflows(attached);
        writeRows(remains.bases().values(), 0, RowSummary.EMPTY, transaction);
        writeSettings(founded, transaction);
        writeLog(transaction);
        int workflows = (int) remains.views().values().stream()
                        .filter(GraphState::alive)
                        .count()
                + renamed.size();
        Losses losses = new Losses(remains, settings, sealed);
        return new RecoveryReport(
                device,
                workflows,
                remains.bases().values().stream().mapToInt(GraphState::size).sum(),
                remains.operations(),
                attached ? pending : 0,
                renamed,
                losses.gaps(),
                losses.entities(),
                losses.messages());
    }

    /** Sent operations keep their ids, so that a server that knows them says again what it said. */
    private int keepPending(boolean attached) {
        long claimed = 0;
        for (Op op : remains.pending()) {
            claimed = Math.max(claimed + 1, op.origin().claimed());
            add(op.renumbered(new Op.Origin(clocks.device(), clocks.deviceSeq() + 1, claimed)), attached);
        }
        return remains.pending().size();
    }

    /** Without a life of its own a workflow does not show, whatever is in it. */
    private void reviveWorkflows(boolean attached) {
        for (GraphState view : remains.views().values()) {
            if (!isOrphan(view)) {
                continue;
            }
            EntityWrites.Builder writes =
                    EntityWrites.to(EntityKey.of(view.id())).set(RegisterNames.LIFE, Json.TRUE);
            if (view.self().registers().get(RegisterNames.NAME) == null) {
                writes.set(RegisterNames.NAME, Json.of("Recovered " + view.id()));
            }
            Op.Origin origin = clocks.next(0);
            add(Op.of(new OpId(ids.next()), view.id(), origin, List.of(writes.build())), attached);
            renamed.add(view.id().value());
        }
    }

    private static boolean isOrphan(GraphState view) {
        boolean decided = view.self().registers().indexOf(RegisterNames.LIFE) >= 0;
        if (decided || view.id().equals(Collections.HOME)) {
            return false;
        }
        boolean[] any = {view.self().version() > 0};
        view.forEach(entity -> any[0] |= entity.alive());
        return any[0];
    }

    private void add(Op op, boolean attached) {
        LoggedOp.Admitted admitted = attached
                ? null
                : new LoggedOp.Admitted(clocks.head() + 1, op.origin().claimed());
        LoggedOp each = new LoggedOp(op, admitted);
        logged.add(each);
        clocks = clocks.after(each);
    }

    /** Writes graphs beside what the list of workflows comes to so far. */
    static void writeRows(Collection<GraphState> states, long position, RowSummary others, WriteTransaction transaction)
            throws IOException {
        RowSummary workflows = others;
        for (GraphState state : states) {
            Set<EntityKey> all = new HashSet<>();
            state.forEach(entity -> all.add(entity.key()));
            Integer own = new PageFold(state, Pages.NONE, position, transaction)
                    .write(all)
                    .own();
            workflows = own == null ? workflows : workflows.plus(own);
        }
        transaction.setting(Keys.WORKFLOWS, workflows.toString());
        WorkflowList.forget(transaction);
    }

    private void writeSettings(Clocks founded, WriteTransaction transaction) throws IOException {
        String schema = sealed ? settings.get(Keys.SCHEMA) : null;
        transaction.setting(Keys.SCHEMA, schema == null ? Integer.toString(SchemaVersion.CURRENT) : schema);
        transaction.setting(Keys.FOLDED, "0");
        transaction.setting(Keys.CLOCK, founded.text());
        transaction.setting(Keys.AUTHORITY, sealed ? settings.get(Keys.AUTHORITY) : null);
        Seal.put(transaction);
    }

    private void writeLog(WriteTransaction transaction) throws IOException {
        String process = ids.next();
        for (int from = 0; from < logged.size(); from += OPS_IN_ENTRY) {
            List<LoggedOp> part = logged.subList(from, Math.min(from + OPS_IN_ENTRY, logged.size()));
            transaction.append(new LogEntry(process, part).text(transaction.head() + 1));
        }
    }
}
