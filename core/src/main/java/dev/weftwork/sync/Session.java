package dev.weftwork.sync;

import dev.weftwork.change.OpId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.schedule.Lane;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.spi.PullAnswer;
import dev.weftwork.spi.RemoteAdapter;
import dev.weftwork.spi.RemoteCursor;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteHello;
import dev.weftwork.spi.RemotePlace;
import dev.weftwork.spi.RemoteReply;
import dev.weftwork.spi.RemoteTime;
import dev.weftwork.spi.SnapshotManifest;
import dev.weftwork.spi.SnapshotPage;
import dev.weftwork.store.Binding;
import dev.weftwork.store.Exchanged;
import dev.weftwork.store.Receipt;
import dev.weftwork.store.Repair;
import dev.weftwork.store.ReplicaState;
import dev.weftwork.store.Store;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the parts of an engine share, and what is known of the server. Confined to the engine's lane, but for options. */
final class Session {
    private static final Logger LOG = LoggerFactory.getLogger(SyncEngine.class);

    private final Store store;
    private final RemoteAdapter remote;
    private final Scheduler scheduler;
    private final Lane lane;
    private final StoreEnd storeEnd = new StoreEnd();
    private final Calls calls;
    private final SyncMetrics metrics;
    private final Told told;
    private final DoubleSupplier chance;
    private final Batching batching = new Batching();
    private final Scope scope = new Scope(this);
    private final PartsAtHand parts = new PartsAtHand();
    private final AtomicReference<SyncOptions> options;
    private final Set<WorkflowId> beyondRepair = new HashSet<>();
    private @Nullable Long audited;
    private int pasts;
    /** Where this process itself has brought the store; another one on the same file may have brought it elsewhere. */
    private @Nullable RemoteCursor reached;

    private @Nullable RemoteHello hello;
    private @Nullable RemotePlace met;
    /** Whether the remote does its part in seeing to it that the place is the right one. */
    private boolean expects;

    private boolean pushForbidden;
    private RemoteTime time = new RemoteTime(0, 0);

    Session(SyncEngineBuilder builder, RemoteAdapter remote, Scheduler scheduler, Told told) {
        this.store = builder.store;
        this.remote = remote;
        this.scheduler = scheduler;
        this.told = told;
        chance = builder.chance;
        options = new AtomicReference<>(builder.options);
        lane = storeEnd.quiet(scheduler.lane("sync"));
        expects = remote.expect(bound());
        calls = new Calls(scheduler, lane);
        metrics = new SyncMetrics(scheduler::wallMillis);
        if (builder.alerts != null) {
            metrics.watch(builder.alerts, scheduler);
        }
    }

    Store store() {
        return store;
    }

    RemoteAdapter remote() {
        return remote;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    Lane lane() {
        return lane;
    }

    Calls calls() {
        return calls;
    }

    SyncMetrics metrics() {
        return metrics;
    }

    /** Whether the store is closing. */
    StoreEnd storeEnd() {
        return storeEnd;
    }

    /** How many edits wait for the server; none that anybody could tell of once the store is closed. */
    int pending() {
        try {
            return storeEnd.hasCome() ? 0 : store.replication().state().pending();
        } catch (IllegalStateException e) {
            // an engine that was closed before its store does not hear of that one's end
            return 0;
        }
    }

    /** Counts a pull that failed. */
    RemoteFailure notPulled(RemoteFailure failure, long started) {
        metrics.pulls().record(scheduler.nanoTime() - started, false);
        return failure;
    }

    Batching batching() {
        return batching;
    }

    PartsAtHand parts() {
        return parts;
    }

    DoubleSupplier chance() {
        return chance;
    }

    SyncOptions options() {
        return options.get();
    }

    void change(UnaryOperator<SyncOptions> change) {
        options.updateAndGet(now -> SyncOptions.changed(now, change));
    }

    /** Which workflows are synced. */
    Scope scope() {
        return scope;
    }

    /** Whether it is time to compare with the server. */
    boolean auditDue() {
        Duration between = options().audit();
        return !between.isZero() && (audited == null || scheduler.nanoTime() - audited >= between.toNanos());
    }

    void audited() {
        audited = scheduler.nanoTime();
    }

    /** Graphs were found to be other than the server's. */
    void differing(Set<WorkflowId> workflows) {
        metrics.countMismatches(workflows.size());
        workflows.forEach(id -> {
            LOG.atError().addKeyValue("workflow", id).log("The graph is another here than at the server");
            told.tell(listener -> listener.differing(id));
        });
    }

    /** Those of which a repair may help: not where the server's digest does not fit its own snapshot. */
    Set<WorkflowId> repairable(Set<WorkflowId> workflows) {
        return workflows.stream().filter(id -> !beyondRepair.contains(id)).collect(Collectors.toSet());
    }

    void repaired(List<Repair> repairs) {
        repairs.forEach(repair -> {
            if (repair.entities().isEmpty()) {
                beyondRepair.add(repair.workflow());
            }
            metrics.countRepaired(repair.entities().size());
            LOG.atWarn()
                    .addKeyValue("workflow", repair.workflow())
                    .addKeyValue("entities", repair.entities().size())
                    .addKeyValue("kept", repair.kept())
                    .log("repaired");
            told.tell(listener -> listener.repaired(repair));
        });
    }

    /** Whether the server was greeted and each call finds out by itself if another would answer. */
    boolean knowsPlace() {
        RemoteHello known = hello;
        if (known == null || !expects || !known.features().contains(RemoteHello.CHECKS_PLACE)) {
            return false;
        }
        // another process may have handed the store to somebody else meanwhile
        RemotePlace bound = bound();
        return bound == null || bound.equals(known.place());
    }

    private @Nullable RemotePlace bound() {
        return store.binding()
                .map(binding -> new RemotePlace(binding.server(), binding.workspace(), binding.principal()))
                .orElse(null);
    }

    /** Asks the server who it is; who is not meant does not answer. */
    CompletableFuture<RemoteReply<RemoteHello>> hello() {
        expects = remote.expect(bound());
        return remote.hello();
    }

    /** Why nothing may be exchanged with who answers like that, or null if that is the store's place. */
    @Nullable RemoteFailure refusal(RemoteHello answer) {
        RemotePlace bound = bound();
        return bound == null ? null : bound.refusal(answer.place());
    }

    /**
     * Takes in what the server says of itself; an unattached store is attached to it.
     *
     * @return why nothing may be exchanged, or null
     */
    @Nullable RemoteFailure greet(RemoteHello answer) {
        RemoteFailure elsewhere = refusal(answer);
        if (elsewhere != null) {
            return elsewhere;
        }
        store.attach(new Binding(answer.server(), answer.workspace(), answer.principal()));
        expects = remote.expect(answer.place());
        if (!answer.place().equals(met)) {
            // what was fetched of a snapshot belongs to whom it was fetched from
            parts.clear();
            met = answer.place();
        }
        boolean first = hello == null;
        hello = answer;
        pushForbidden = false;
        batching.serverTakes(answer.maxOps(), answer.maxBytes());
        if (first) {
            connected(answer);
        }
        return null;
    }

    private static void connected(RemoteHello answer) {
        LOG.atInfo()
                .addKeyValue("workspace", answer.workspace())
                .addKeyValue("writable", answer.writable())
                .log("connected");
    }

    /** The server is to be greeted again before anything else is asked of it. */
    void lost() {
        hello = null;
    }

    boolean hasLive() {
        return hello != null && hello.features().contains("live");
    }

    boolean mayShowFrames() {
        return mayPush() && hello != null && hello.features().contains("frames");
    }

    boolean mayPush() {
        return hello != null && hello.writable() && !pushForbidden;
    }

    void forbidPush() {
        pushForbidden = true;
    }

    void heard(RemoteTime answered) {
        time = answered;
    }

    RemoteTime time() {
        return time;
    }

    /** Parks what can never be sent, and tells of it. */
    void refuseUnsendable() {
        Receipt refused = store.replication().refuseUnsendable();
        if (!refused.refused().isEmpty()) {
            told(refused, 0);
        }
    }

    /** Takes in what the server said. */
    Receipt record(Exchanged exchange) {
        RemoteCursor before = store.replication().state().cursor();
        Receipt receipt = store.replication().record(exchange);
        PullAnswer pulled = exchange.pulled();
        // an answer that something overtook is not taken in
        if (pulled != null && before.equals(exchange.after())) {
            reached = pulled.cursor();
        }
        heard(exchange.time());
        return receipt;
    }

    /** Whether the store stands where this process has brought it, and so knows all that this one asked for. */
    boolean isWhereItWasBrought(ReplicaState state) {
        return state.cursor().equals(reached);
    }

    /** Begins anew from a snapshot; what was heard of the server before may be of another past. */
    void rebase(SnapshotManifest manifest, List<SnapshotPage.Row> rows) {
        pasts++;
        store.replication().rebase(manifest, rows, time, true);
        reached = manifest.cursor();
    }

    /** How many pasts of the server came to an end. */
    int pasts() {
        return pasts;
    }

    /** Leaves an operation alone for a while, longer each time. */
    void putOff(OpId op) {
        SyncOptions now = options();
        Duration first = now.firstRetry();
        int doublings = Math.min(batching.timesPutOff(op), 30);
        Duration bound = first.multipliedBy(1L << doublings);
        Duration capped = bound.compareTo(now.lastRetry()) > 0 ? now.lastRetry() : bound;
        // at least half of it, since the server did ask for a pause
        double share = 0.5 + chance.getAsDouble() / 2;
        batching.putOff(op, scheduler.nanoTime() + (long) (capped.toNanos() * share));
    }

    void told(Receipt receipt, long moved) {
        metrics.count(
                receipt.admitted(),
                receipt.pulled(),
                receipt.refused().size(),
                receipt.conflicts().size());
        receipt.refused().forEach(op -> told.tell(listener -> listener.refused(op)));
        receipt.conflicts().forEach(conflict -> told.tell(listener -> listener.conflict(conflict)));
        for (var dead : receipt.refused()) {
            LOG.atWarn()
                    .addKeyValue("op", dead.op().id())
                    .addKeyValue("workflow", dead.op().workflow())
                    .addKeyValue("code", dead.code())
                    .log("refused");
        }
        if (receipt.renewed()) {
            LOG.atWarn()
                    .log("This replica's identity is shared with another file, or its clock ran ahead; it has a new"
                            + " one");
        }
        if (moved > 0) {
            progress(moved, moved + store.replication().state().pending());
        }
    }

    void progress(long done, long total) {
        told.tell(listener -> listener.progressed(done, total));
    }

    void stumbled(Throwable why) {
        if (storeEnd.hasCome()) {
            LOG.atDebug().setCause(why).log("The store was closed before its engine");
            return;
        }
        LOG.atError().setCause(why).log("Syncing stumbled: {}", why.getMessage());
    }
}
