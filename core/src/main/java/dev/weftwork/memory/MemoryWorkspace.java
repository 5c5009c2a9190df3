package dev.weftwork.memory;

import dev.weftwork.change.AdmittedOp;
import dev.weftwork.change.GestureOrder;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Place;
import dev.weftwork.change.ServerAdmission;
import dev.weftwork.graph.AssetHash;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.spi.GestureFrame;
import dev.weftwork.spi.RemoteFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A sync server's workspace in memory: it outlives the {@link MemoryRemote}s on it, and many of them may use it at once.
 * It admits as every authority does, and it can be told to fail, to forget and to lose what it knew.
 *
 * <p>Deterministic: the scheduler is its only source of time, everything else happens within the call that brings it
 * about, on the calling thread. Any thread may call. The hooks run on the pushing thread while it holds the workspace.
 */
public final class MemoryWorkspace {
    private final ReentrantLock lock = new ReentrantLock();
    private final Listeners listeners = new Listeners();
    private final Set<MemoryChannel> channels = new CopyOnWriteArraySet<>();
    private final GestureOrder gestures = new GestureOrder(1_000);
    private final Map<AssetHash, byte[]> blobs = new ConcurrentHashMap<>();
    private final Map<AssetHash, byte[]> begunBlobs = new ConcurrentHashMap<>();
    private final String name;
    private final Scheduler scheduler;
    private final Snapshots snapshots;
    private WorkspaceBook book;
    private ServerAdmission.Rule rule = ServerAdmission::decide;
    private BiFunction<GraphState, AdmittedOp, GraphState> joining =
            (state, each) -> state.join(each.op(), each.stamp());
    private int maxOps = 500;
    private @Nullable RemoteFailure outage;
    private Runnable beforeCommit = () -> {};
    private Runnable afterCommit = () -> {};

    /** What a workspace knew at one moment. */
    public static final class Backup {
        private final WorkspaceBook book;

        private Backup(WorkspaceBook book) {
            this.book = book;
        }
    }

    private MemoryWorkspace(String name, Scheduler scheduler) {
        this.name = name;
        this.scheduler = scheduler;
        this.snapshots = new Snapshots(scheduler);
        this.book = new WorkspaceBook(Place.start(name));
    }

    /**
     * An empty workspace.
     *
     * @param name names it
     * @param scheduler tells the time and ends waits
     * @return the workspace
     */
    public static MemoryWorkspace create(String name, Scheduler scheduler) {
        return new MemoryWorkspace(name, scheduler);
    }

    Map<AssetHash, byte[]> blobs() {
        return blobs;
    }

    Map<AssetHash, byte[]> begunBlobs() {
        return begunBlobs;
    }

    /**
     * The state of a workflow.
     *
     * @param workflow which
     * @return all that was admitted to it
     */
    public GraphState state(WorkflowId workflow) {
        return read(now -> now.states.getOrDefault(workflow, GraphState.empty(workflow)));
    }

    /**
     * The workflows that anything was ever admitted to.
     *
     * @return their ids, in order
     */
    public Set<WorkflowId> workflows() {
        return read(now -> new TreeSet<>(now.states.keySet()));
    }

    /**
     * What was admitted and is not forgotten.
     *
     * @return the operations with their resolved writes, in order
     */
    public List<AdmittedOp> history() {
        return read(now -> now.log.stream().map(WorkspaceBook.Entry::admitted).toList());
    }

    /**
     * Values that lost, as far as they are not forgotten.
     *
     * @return the values, oldest first
     */
    public List<LostValue> losses() {
        return read(now -> List.copyOf(now.losses));
    }

    /**
     * The number of the last admitted operation.
     *
     * @return the number
     */
    public long head() {
        return read(WorkspaceBook::head);
    }

    /**
     * Forgets operations, answers and losing values that are older than a time, and removes for good what has been dead
     * for longer.
     *
     * @param retention the time
     */
    public void compact(Duration retention) {
        long moment = scheduler.wallMillis() - retention.toMillis();
        change(() -> book.forgetUpTo(moment));
    }

    /**
     * What the workspace knows now.
     *
     * @return a copy that never changes
     */
    public Backup backup() {
        return read(now -> new Backup(now.copy()));
    }

    /**
     * Goes back to a backup, as when somebody copies an old file into place: nobody is told, and all that was admitted
     * since is lost.
     *
     * @param backup what was known then
     */
    public void rollBackTo(Backup backup) {
        change(() -> book = backup.book.copy());
    }

    /**
     * Goes back to a backup as an operator does: every cursor from before is refused.
     *
     * @param backup what was known then
     */
    public void restore(Backup backup) {
        change(() -> {
            long epoch = book.headPlace().epoch();
            book = backup.book.copy();
            while (book.headPlace().epoch() <= epoch) {
                book.raiseEpoch();
            }
        });
    }

    /**
     * Answers every call with a failure, and ends what waits with it.
     *
     * @param failure the failure, or null to serve again
     */
    public void refuseWith(@Nullable RemoteFailure failure) {
        change(() -> outage = failure);
    }

    /**
     * Limits pushes.
     *
     * @param ops how many operations one may hold
     */
    public void limit(int ops) {
        change(() -> maxOps = ops);
    }

    /**
     * Decides by another rule, for tests that must see a broken one.
     *
     * @param other the rule from now on
     */
    public void admitBy(ServerAdmission.Rule other) {
        change(() -> rule = other);
    }

    /**
     * Takes what it admits into its state in another way, for tests that must see a state that its operations do not come
     * to.
     *
     * @param other gives the state with an operation
     */
    public void joinBy(BiFunction<GraphState, AdmittedOp, GraphState> other) {
        change(() -> joining = other);
    }

    /**
     * Runs something before a push is taken in. What it throws models a death at that moment: nothing was admitted, and
     * the caller hears that the server is away.
     *
     * @param hook what to run from now on
     */
    public void beforeCommit(Runnable hook) {
        change(() -> beforeCommit = hook);
    }

    /**
     * Runs something after a push was taken in. What it throws models a death at that moment: all was admitted, and the
     * caller hears that the server is away.
     *
     * @param hook what to run from now on
     */
    public void afterCommit(Runnable hook) {
        change(() -> afterCommit = hook);
    }

    String name() {
        return name;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    Listeners listeners() {
        return listeners;
    }

    Set<MemoryChannel> channels() {
        return channels;
    }

    /** Brings a frame to all channels but the sender's; nothing is kept. */
    void passOn(MemoryRemote sender, String principal, GestureFrame frame) {
        if (gestures.passes(name, principal, frame.gesture(), frame.number())) {
            channels.forEach(channel -> channel.frame(sender, frame));
        }
    }

    Snapshots snapshots() {
        return snapshots;
    }

    int maxOps() {
        return maxOps;
    }

    @Nullable RemoteFailure outage() {
        return outage;
    }

    <T> T read(Function<WorkspaceBook, T> work) {
        lock.lock();
        try {
            return work.apply(book);
        } finally {
            lock.unlock();
        }
    }

    /** Takes a push in; listeners are told when the workspace is free again. */
    <T> T commit(Function<Admitting, T> work) {
        Supplier<T> push = () -> {
            beforeCommit.run();
            T result = work.apply(new Admitting(book, rule, joining, scheduler.wallMillis()));
            afterCommit.run();
            return result;
        };
        lock.lock();
        try {
            return push.get();
        } finally {
            lock.unlock();
            listeners.tell();
        }
    }

    private void change(Runnable work) {
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
        listeners.tell();
    }

    /** Whoever waits for something to happen. */
    static final class Listeners {
        private final List<Runnable> all = new ArrayList<>();

        synchronized void add(Runnable listener) {
            all.add(listener);
        }

        synchronized void remove(Runnable listener) {
            all.remove(listener);
        }

        void tell() {
            List<Runnable> now;
            synchronized (this) {
                now = List.copyOf(all);
            }
            now.forEach(Runnable::run);
        }
    }
}
