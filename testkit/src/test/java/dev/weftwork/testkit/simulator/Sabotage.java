package dev.weftwork.testkit.simulator;

import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.GestureFrame;
import dev.weftwork.spi.OpAnswer;
import dev.weftwork.spi.PullAnswer;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.spi.RemoteTime;
import dev.weftwork.spi.SnapshotManifest;
import dev.weftwork.spi.SnapshotPage;
import dev.weftwork.spi.SnapshotRequest;
import dev.weftwork.store.Conflict;
import dev.weftwork.store.ConflictPolicy;
import dev.weftwork.store.ConflictStrategy;
import dev.weftwork.store.Exchanged;
import dev.weftwork.store.GestureListener;
import dev.weftwork.store.PushLimits;
import dev.weftwork.store.Receipt;
import dev.weftwork.store.ReferenceWatch;
import dev.weftwork.store.Repair;
import dev.weftwork.store.ReplicaState;
import dev.weftwork.store.Replication;
import dev.weftwork.store.Store;
import dev.weftwork.store.Subscription;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;

/** A store's side of syncing that a test can break in one place; as it is, it is whole. */
class Sabotage implements Replication {
    final Replication whole;

    Sabotage(Replication whole) {
        this.whole = whole;
    }

    /** A store that is itself but for its side of syncing. */
    static Store of(Store store, UnaryOperator<Replication> breaking) {
        Replication broken = breaking.apply(store.replication());
        return (Store) Proxy.newProxyInstance(
                Store.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("replication")) {
                        return broken;
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public ReplicaState state() {
        return whole.state();
    }

    @Override
    public List<Op> offer(PushLimits limits) {
        return whole.offer(limits);
    }

    @Override
    public void writeEdits() {
        whole.writeEdits();
    }

    @Override
    public void standReady(PushLimits limits) {
        whole.standReady(limits);
    }

    @Override
    public void standDown() {
        whole.standDown();
    }

    @Override
    public Receipt record(Exchanged exchange) {
        return whole.record(exchange);
    }

    @Override
    public void rebase(SnapshotManifest manifest, List<SnapshotPage.Row> rows, RemoteTime time, boolean lost) {
        whole.rebase(manifest, rows, time, lost);
    }

    @Override
    public Receipt refuseUnsendable() {
        return whole.refuseUnsendable();
    }

    @Override
    public Optional<SnapshotRequest> follow(Set<WorkflowId> workflows) {
        return whole.follow(workflows);
    }

    @Override
    public boolean adopt(SnapshotManifest manifest, List<SnapshotPage.Row> rows, SnapshotRequest asked) {
        return whole.adopt(manifest, rows, asked);
    }

    @Override
    public Set<WorkflowId> comparable() {
        return whole.comparable();
    }

    @Override
    public Set<WorkflowId> differing(PullAnswer answer, Set<WorkflowId> asked) {
        return whole.differing(answer, asked);
    }

    @Override
    public List<Repair> repair(SnapshotManifest manifest, List<SnapshotPage.Row> rows, Set<WorkflowId> workflows) {
        return whole.repair(manifest, rows, workflows);
    }

    @Override
    public List<PushRequest.Offer> reoffers() {
        return whole.reoffers();
    }

    @Override
    public void recordReoffers(List<PushRequest.Offer> offers, List<OpAnswer> answers) {
        whole.recordReoffers(offers, answers);
    }

    @Override
    public boolean reoffered(Map<OpId, Long> taken) {
        return whole.reoffered(taken);
    }

    @Override
    public Subscription onPending(IntConsumer listener) {
        return whole.onPending(listener);
    }

    @Override
    public Subscription onClosing(Runnable listener) {
        return whole.onClosing(listener);
    }

    @Override
    public ReferenceWatch watchReferences() {
        return whole.watchReferences();
    }

    @Override
    public Subscription onGesture(GestureListener listener) {
        return whole.onGesture(listener);
    }

    @Override
    public void show(GestureFrame frame) {
        whole.show(frame);
    }

    @Override
    public void conflictPolicy(ConflictPolicy policy) {
        whole.conflictPolicy(policy);
    }

    @Override
    public List<Conflict> conflicts() {
        return whole.conflicts();
    }

    @Override
    public void settle(Conflict conflict, ConflictStrategy.Decision decision) {
        whole.settle(conflict, decision);
    }

    @Override
    public void dismiss(Conflict conflict) {
        whole.dismiss(conflict);
    }
}
