package dev.weftwork.store;

import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.graph.Ids;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.spi.GestureFrame;
import dev.weftwork.spi.OpAnswer;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.spi.RemoteCursor;
import dev.weftwork.spi.RemoteTime;
import dev.weftwork.spi.SnapshotManifest;
import dev.weftwork.spi.SnapshotPage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** The store's side of syncing: hands each call to the part that does it. */
final class DefaultReplication implements Replication {
    private final Engine engine;
    private final Replica replica;
    private final Slices slices;
    private final Scheduler scheduler;
    private final Ids ids;
    private final String process;
    private final Recorder recorder;
    private final Rebasing rebasing;
    private final Conflicts conflicts;
    private final LogIndex index;
    private final Gestures gestures;
    private final PeerGestures peers;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile ConflictPolicy policy = ConflictPolicy.LAST_WRITE_WINS;

    DefaultReplication(Engine engine, Slices slices, Gestures gestures, StoreParts parts) {
        this.engine = engine;
        this.slices = slices;
        this.gestures = gestures;
        peers = new PeerGestures(engine, parts.announcer(), parts.scheduler());
        replica = engine.replica();
        scheduler = parts.scheduler();
        ids = parts.ids();
        process = parts.processes().self();
        recorder = engine.recorder();
        rebasing = new Rebasing(engine, process);
        conflicts = new Conflicts(engine, process);
        index = new LogIndex(engine);
        engine.journal().onPending(() -> listeners.forEach(Runnable::run));
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
                    replica.outstanding.size(),
                    lost);
        });
    }

    @Override
    public List<Op> offer(PushLimits limits) {
        Objects.requireNonNull(limits, "Limits are needed; PushLimits.of(…) makes some");
        engine.refuseIfClosed();
        requireAttached();
        AtomicReference<List<Op>> chosen = new AtomicReference<>(List.of());
        recorder.record(List.of(), () -> {
            Outbox.Choice choice = new Outbox(replica, slices, limits, ids).choose(process);
            chosen.set(choice.ops());
            return choice.draft();
        });
        return chosen.get();
    }

    @Override
    public Receipt record(Exchanged exchange) {
        Objects.requireNonNull(exchange, "An exchange is needed; Exchanged.push(…) and pull(…) make one");
        engine.refuseIfClosed();
        requireAttached();
        AtomicReference<Receipt> receipt = new AtomicReference<>(Receipt.NOTHING);
        Set<OpId> unplaced = new HashSet<>();
        boolean indexed = false;
        while (true) {
            unplaced.clear();
            boolean complete = indexed;
            recorder.record(concerned(exchange), () -> {
                Exchange work = new Exchange(replica, ids, scheduler.wallMillis(), exchange.time());
                Rivalry rivalry = new Rivalry(replica, policy, (op, seen) -> isAfter(op, seen, unplaced));
                Recorder.Draft draft = work.work(exchange, process, rivalry);
                receipt.set(work.receipt());
                return unplaced.isEmpty() || complete ? draft : null;
            });
            if (unplaced.isEmpty() || complete) {
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
    public Subscription onPending(Runnable listener) {
        listeners.add(Objects.requireNonNull(listener, "A listener is needed; it is told that there is more to push"));
        return () -> listeners.remove(listener);
    }

    @Override
    public Subscription onGesture(GestureListener listener) {
        return gestures.observe(listener);
    }

    @Override
    public void show(GestureFrame frame) {
        Objects.requireNonNull(frame, "A frame is needed; it says how the gesture stands");
        engine.refuseIfClosed();
        peers.show(frame);
    }

    @Override
    public void conflictPolicy(ConflictPolicy other) {
        policy = Objects.requireNonNull(other, "A policy is needed; LAST_WRITE_WINS is the usual one");
    }

    @Override
    public List<Conflict> conflicts() {
        return conflicts.all();
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
