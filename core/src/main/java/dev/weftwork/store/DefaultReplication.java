package dev.weftwork.store;

import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.graph.Ids;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.spi.GestureFrame;
import dev.weftwork.spi.OpAnswer;
import dev.weftwork.spi.PullAnswer;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.spi.RemoteCursor;
import dev.weftwork.spi.RemoteTime;
import dev.weftwork.spi.SnapshotManifest;
import dev.weftwork.spi.SnapshotPage;
import dev.weftwork.spi.SnapshotRequest;
import dev.weftwork.spi.StorageException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The store's side of syncing: hands each call to the part that does it. */
final class DefaultReplication implements Replication {
    private static final Logger LOG = LoggerFactory.getLogger(Store.class);
    /** How many graphs that nobody uses are read each time; they are let go of like any other. */
    private static final int READ_TO_COMPARE = 8;

    private final Engine engine;
    private final Replica replica;
    private final Slices slices;
    private final Scheduler scheduler;
    private final Ids ids;
    private final String process;
    private final Recorder recorder;
    private final Rebasing rebasing;
    private final Conflicts conflicts;
    private final Following following;
    private final Unsendable unsendable;
    private final Audit audit;
    private final LogIndex index;
    private final Gestures gestures;
    private final PeerGestures peers;
    private final Departure departure;
    private final List<IntConsumer> listeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> closing = new CopyOnWriteArrayList<>();
    /** How long the log was when it was last looked whether what waits should be written once more; under its lock. */
    private long renewedAt;

    private volatile ConflictPolicy policy = ConflictPolicy.LAST_WRITE_WINS;

    DefaultReplication(Engine engine, Slices slices, Gestures gestures, PeerGestures peers, StoreParts parts) {
        this.engine = engine;
        this.slices = slices;
        this.gestures = gestures;
        this.peers = peers;
        replica = engine.replica();
        scheduler = parts.scheduler();
        ids = parts.ids();
        process = parts.processes().self();
        recorder = engine.recorder();
        rebasing = new Rebasing(engine, process);
        conflicts = new Conflicts(engine, process);
        following = new Following(engine, process);
        unsendable = new Unsendable(engine, slices);
        audit = new Audit(replica);
        index = new LogIndex(engine);
        departure = new Departure(slices, engine.sealing);
        engine.journal().departure(departure);
        engine.journal().onPending(count -> listeners.forEach(listener -> listener.accept(count)));
    }

    @Override
    public ReplicaState state() {
        boolean lost = index.mayBeLost();
        return engine.locked(() -> {
            Clocks clocks = replica.committed();
            return new ReplicaState(
                    clocks.device(),
                    new RemoteCursor(clocks.standing().cursor()),
                    clocks.head(),
                    replica.outstanding.size() - staying(),
                    lost);
        });
    }

    @Override
    public void writeEdits() {
        engine.refuseIfClosed();
        engine.journal().drainInBackground();
    }

    @Override
    public void standReady(PushLimits limits) {
        departure.awaits(Objects.requireNonNull(limits, "Limits are needed; PushLimits.of(…) makes some"));
    }

    @Override
    public void standDown() {
        departure.awaits(null);
    }

    private int staying() {
        Outstanding waiting = replica.outstanding;
        return slices.allMayLeave()
                ? 0
                : (int) waiting.ops().stream()
                        .filter(op -> !waiting.isOffered(op.id()) && slices.keeps(op))
                        .count();
    }

    @Override
    public List<Op> offer(PushLimits limits) {
        Objects.requireNonNull(limits, "Limits are needed; PushLimits.of(…) makes some");
        engine.refuseIfClosed();
        requireAttached();
        AtomicReference<List<Op>> chosen = new AtomicReference<>(List.of());
        AtomicReference<List<OpId>> local = new AtomicReference<>(List.of());
        recorder.record(unsendable.unsealed(), () -> {
            Outbox outbox = new Outbox(replica, slices, limits, ids, engine.sealing);
            Outbox.Choice choice = outbox.choose(process);
            chosen.set(choice.ops());
            local.set(outbox.local());
            return choice.draft();
        });
        engine.locked(() -> {
            engine.journal().intake().answer(replica.outstanding.stays(local.get()));
            return true;
        });
        if (chosen.get().isEmpty()) {
            renew(local.get());
        }
        return chosen.get();
    }

    /** Lets the log be pruned although something waits for long, or for ever. */
    private void renew(List<OpId> local) {
        boolean due = engine.locked(() -> replica.position() - renewedAt >= Renewal.WORTH);
        if (due) {
            recorder.record(List.of(), () -> {
                renewedAt = replica.position();
                return new Renewal(replica, local).draft(process);
            });
        }
    }

    @Override
    public Receipt refuseUnsendable() {
        engine.refuseIfClosed();
        requireAttached();
        return unsendable.refusal().map(this::record).orElse(Receipt.NOTHING);
    }

    @Override
    public Receipt record(Exchanged exchange) {
        Objects.requireNonNull(exchange, "An exchange is needed; Exchanged.push(…) and pull(…) make one");
        engine.refuseIfClosed();
        requireAttached();
        AtomicReference<Receipt> receipt = new AtomicReference<>(Receipt.NOTHING);
        Set<OpId> unplaced = new HashSet<>();
        boolean indexed = false;
        recorder.loadIfPossible(heardOf(exchange));
        while (true) {
            unplaced.clear();
            boolean complete = indexed;
            recorder.recordHeard(concerned(exchange), () -> {
                Exchange work = new Exchange(replica, ids, scheduler.wallMillis(), exchange);
                Rivalry rivalry = new Rivalry(
                        replica,
                        policy,
                        exchange.time().millis(),
                        (op, seen) -> isAfter(op, seen, unplaced),
                        engine.sealing);
                Recorder.Draft draft = work.work(process, rivalry);
                receipt.set(work.receipt());
                return unplaced.isEmpty() || complete ? draft : null;
            });
            if (unplaced.isEmpty() || complete) {
                int found = receipt.get().conflicts().size();
                if (found > 0) {
                    conflicts.added(found, policy);
                }
                return receipt.get();
            }
            index.load();
            indexed = true;
        }
    }

    private boolean isAfter(OpId op, long seen, Set<OpId> unplaced) {
        Places.Answer answer = replica.outstanding.places().isAfter(op, seen);
        if (answer == Places.Answer.UNKNOWN) {
            unplaced.add(op);
        }
        return answer == Places.Answer.YES;
    }

    /** The graphs that have to be in memory to tell who listens what an exchange changes. */
    private Set<WorkflowId> heardOf(Exchanged exchange) {
        return exchange.pulled() == null || !engine.locked(replica::isHeard)
                ? Set.of()
                : exchange.pulled().ops().stream()
                        .map(each -> each.op().workflow())
                        .collect(Collectors.toSet());
    }

    /** The graphs that have to be in memory to tell what an exchange means. */
    private Set<WorkflowId> concerned(Exchanged exchange) {
        Set<WorkflowId> concerned = new HashSet<>();
        exchange.sent().forEach(op -> concerned.add(op.workflow()));
        if (exchange.pulled() != null) {
            long own = engine.locked(() -> replica.committed().standing().own());
            exchange.pulled().ops().stream()
                    .filter(each -> each.op().seen() < own)
                    .forEach(each -> concerned.add(each.op().workflow()));
        }
        return concerned;
    }

    private void requireAttached() {
        if (!engine.locked(replica::authority).attached()) {
            throw new IllegalStateException("The store is its own authority; attach it to a server first");
        }
    }

    @Override
    public void rebase(SnapshotManifest manifest, List<SnapshotPage.Row> rows, RemoteTime time, boolean lost) {
        Objects.requireNonNull(manifest, "A manifest is needed; it says where the snapshot was taken");
        Objects.requireNonNull(time, "The time of the server is needed; it comes with its reply");
        Required.all(rows, "row");
        engine.refuseIfClosed();
        requireAttached();
        rebasing.run(manifest, rows, time, lost);
    }

    @Override
    public Optional<SnapshotRequest> follow(Set<WorkflowId> workflows) {
        Objects.requireNonNull(workflows, "A set of workflows is needed; an empty one means all");
        engine.refuseIfClosed();
        requireAttached();
        return following.follow(workflows).map(SnapshotRequest::new);
    }

    @Override
    public boolean adopt(SnapshotManifest manifest, List<SnapshotPage.Row> rows, SnapshotRequest asked) {
        Objects.requireNonNull(manifest, "A manifest is needed; it says where the snapshot was taken");
        Required.all(rows, "row");
        Objects.requireNonNull(asked, "The request is needed; follow(…) gave it");
        engine.refuseIfClosed();
        requireAttached();
        return new Adoption(engine, manifest, rows).follow(rebasing, asked.workflows());
    }

    @Override
    public Set<WorkflowId> comparable() {
        engine.locked(() -> audit.next(READ_TO_COMPARE)).forEach(this::read);
        return engine.locked(audit::comparable);
    }

    /** One that cannot be read is not compared; whoever opens it is told why. */
    private void read(WorkflowId id) {
        try {
            engine.state(id);
        } catch (StorageException e) {
            LOG.atWarn()
                    .addKeyValue("workflow", id)
                    .addKeyValue("kind", e.kind())
                    .log("The graph cannot be compared with the server's: {}", e.getMessage());
        }
    }

    @Override
    public Set<WorkflowId> differing(PullAnswer answer, Set<WorkflowId> asked) {
        Objects.requireNonNull(answer, "An answer is needed; it holds the digests");
        Objects.requireNonNull(asked, "A set of workflows is needed; it says of which digests were asked for");
        return engine.locked(() -> audit.differing(answer.seq(), asked, answer.digests()));
    }

    @Override
    public List<Repair> repair(SnapshotManifest manifest, List<SnapshotPage.Row> rows, Set<WorkflowId> workflows) {
        Objects.requireNonNull(manifest, "A manifest is needed; it says where the snapshot was taken");
        Required.all(rows, "row");
        Objects.requireNonNull(workflows, "A set of workflows is needed; it says which differ");
        engine.refuseIfClosed();
        requireAttached();
        return new Adoption(engine, manifest, rows).repair(rebasing, workflows);
    }

    @Override
    public List<PushRequest.Offer> reoffers() {
        return index.lost();
    }

    @Override
    public void recordReoffers(List<PushRequest.Offer> offers, List<OpAnswer> answers) {
        Required.all(offers, "offer");
        Required.all(answers, "answer");
        recorder.record(
                List.of(), () -> new Reoffering(replica, ids, scheduler.wallMillis()).draft(process, offers, answers));
    }

    @Override
    public boolean reoffered(Map<OpId, Long> taken) {
        Objects.requireNonNull(taken, "A map is needed; it says what the server took, under which numbers");
        long base = engine.locked(() -> replica.committed().standing().base());
        Map<OpId, Long> awaited = new HashMap<>(taken);
        // the snapshot held those
        awaited.values().removeIf(seq -> seq <= base);
        if (!awaited.isEmpty() && !index.regained().entrySet().containsAll(awaited.entrySet())) {
            return false;
        }
        recorder.setting(Keys.REOFFER, null);
        return true;
    }

    @Override
    public Subscription onPending(IntConsumer listener) {
        listeners.add(Objects.requireNonNull(listener, "A listener is needed; it is told that there is more to push"));
        return () -> listeners.remove(listener);
    }

    @Override
    public Subscription onClosing(Runnable listener) {
        closing.add(Objects.requireNonNull(listener, "A listener is needed; it is told that the store closes"));
        return () -> closing.remove(listener);
    }

    /** Tells that the store closes, once. */
    void close() {
        List<Runnable> told = List.copyOf(closing);
        closing.clear();
        told.forEach(DefaultReplication::tell);
    }

    private static void tell(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("A listener threw when it was told that the store closes");
        }
    }

    @Override
    public ReferenceWatch watchReferences() {
        engine.refuseIfClosed();
        return new WatchedReferences(engine, slices);
    }

    @Override
    public Subscription onGesture(GestureListener listener) {
        return gestures.observe(listener);
    }

    @Override
    public void show(GestureFrame frame) {
        Objects.requireNonNull(frame, "A frame is needed; it says how the gesture stands");
        engine.refuseIfClosed();
        peers.heard(frame);
    }

    @Override
    public void conflictPolicy(ConflictPolicy other) {
        policy = Objects.requireNonNull(other, "A policy is needed; LAST_WRITE_WINS is the usual one");
    }

    @Override
    public List<Conflict> conflicts() {
        return conflicts.all(policy);
    }

    @Override
    public void settle(Conflict conflict, ConflictStrategy.Decision decision) {
        Objects.requireNonNull(decision, "A decision is needed; STANDS leaves everything as it is");
        conflicts.settle(required(conflict), decision);
    }

    @Override
    public void dismiss(Conflict conflict) {
        conflicts.dismiss(required(conflict));
    }

    private static Conflict required(Conflict conflict) {
        return Objects.requireNonNull(conflict, "A conflict is needed; conflicts() lists those that there are");
    }
}
