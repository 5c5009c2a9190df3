package dev.weftwork.sync;

import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.spi.GestureFrame;
import dev.weftwork.spi.HistoryPage;
import dev.weftwork.spi.HistoryRequest;
import dev.weftwork.spi.PushAnswer;
import dev.weftwork.spi.RemoteAdapter;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteHello;
import dev.weftwork.spi.RemoteReply;
import dev.weftwork.spi.RemoteTime;
import dev.weftwork.store.Exchanged;
import dev.weftwork.store.GestureListener;
import dev.weftwork.store.Receipt;
import dev.weftwork.store.Store;
import dev.weftwork.store.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine: hands each call to its lane. */
final class DefaultSyncEngine implements SyncEngine {
    private static final Logger LOG = LoggerFactory.getLogger(SyncEngine.class);
    private static final int MOST_STEPS = 1_000;
    /** Of the time for a farewell, what is left for the lanes to come to their end. */
    private static final int SHARE_OF_THE_END = 8;

    private final Store store;
    private final Scheduler scheduler;
    private final boolean ownScheduler;
    private final RemoteAdapter remote;
    private final Told told;
    private final Session session;
    private final Conductor conductor;
    private final Carriage carriage;
    private final Subscription pending;
    private final ExitWatch exit;
    private final Subscription gestures;
    private final Subscription storeClosing;
    private final AtomicBoolean closed = new AtomicBoolean();
    /** Tells those who asked the server something that no answer comes any more. */
    private final Set<Runnable> unanswered = ConcurrentHashMap.newKeySet();

    DefaultSyncEngine(SyncEngineBuilder builder, RemoteAdapter remote) {
        this.store = builder.store;
        this.remote = remote;
        ownScheduler = builder.scheduler == null;
        scheduler = builder.scheduler == null ? Scheduler.system() : builder.scheduler;
        told = new Told(scheduler, builder.listeners);
        session = new Session(builder, remote, scheduler, told);
        carriage = new Carriage(session, told, builder.transfers, builder.fetching == AssetFetching.EAGER);
        conductor = new Conductor(session, told, carriage);
        store.replication().conflictPolicy(builder.conflicts);
        exit = new ExitWatch(scheduler, builder.farewellAtExit, this::leave);
        pending = store.replication().onPending(edits -> hand(() -> conductor.pending(edits)));
        gestures = store.replication().onGesture(new Watching());
        storeClosing = store.replication().onClosing(this::storeCloses);
    }

    /** Brings this store's gestures to the lane. */
    private final class Watching implements GestureListener {
        @Override
        public void shown(GestureFrame frame) {
            hand(() -> conductor.gestures().shown(frame));
        }

        @Override
        public void relayed(GestureFrame frame) {
            hand(() -> conductor.gestures().relayed(frame));
        }

        @Override
        public void committed(OpId gesture) {
            hand(() -> conductor.gestures().committed(gesture));
        }
    }

    /** What waits is in the log, and goes with the next start; here nothing is left to be done. */
    private void storeCloses() {
        session.storeEnd().comes();
        exit.end();
        hand(() -> conductor.stop("The store was closed"));
    }

    private boolean hand(Runnable task) {
        try {
            session.lane().execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    @Override
    public void start() {
        if (closed.get()) {
            throw new IllegalStateException("The engine is closed; make another with SyncEngine.builder()");
        }
        if (session.storeEnd().hasCome()) {
            throw new IllegalStateException(
                    "The store is closed; open it again, and make another engine with SyncEngine.builder()");
        }
        exit.begin();
        hand(conductor::start);
    }

    @Override
    public void stop() {
        exit.end();
        hand(() -> conductor.stop("The engine was stopped"));
    }

    @Override
    public CompletableFuture<SyncResult> syncNow() {
        CompletableFuture<SyncResult> future = new CompletableFuture<>();
        // a host's continuation never runs on the lane
        carriage.tell(Carrier::anew);
        sync(SyncTrigger.MANUAL, result -> scheduler.callbacks().execute(() -> future.complete(result)));
        return future;
    }

    private void sync(SyncTrigger trigger, Consumer<SyncResult> waiter) {
        Runnable task = () -> {
            writeEdits();
            conductor.syncNow(trigger, waiter);
        };
        if (!hand(task)) {
            waiter.accept(new SyncResult.Stopped("The engine is closed"));
        }
    }

    /** An edit takes a moment to be written, and whoever made it and then syncs wants it to go along. */
    private void writeEdits() {
        try {
            session.store().replication().writeEdits();
        } catch (RuntimeException e) {
            session.stumbled(e);
        }
    }

    @Override
    public CompletableFuture<SyncResult> flush() {
        store.flush();
        return syncNow();
    }

    @Override
    public void scheduleFlush() {
        hand(conductor::rest);
    }

    @Override
    public void reconnected() {
        carriage.tell(Carrier::anew);
        hand(() -> conductor.request(SyncTrigger.RECONNECTED));
    }

    /** What the disk does not take now does not keep the engine from ending; closing the store tells of it. */
    private void takeLeave(Duration most) {
        try {
            boolean unused = farewell(most);
        } catch (RuntimeException e) {
            LOG.atWarn().log("What was not written or sent when the engine was closed: {}", e.getMessage());
        }
    }

    /** The process ends; whoever ends it has no use for an exception. */
    private void leave() {
        try {
            boolean sent = farewell(session.options().farewell());
            LOG.atInfo().addKeyValue("sent", sent).log("the process ends");
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("What was not written or sent when the process ended: {}", e.getMessage());
        }
    }

    @Override
    public boolean farewell(Duration most) {
        SyncOptions.DEFAULT.withPatience(SyncOptions.DEFAULT.patience(), most);
        store.flush();
        long end = scheduler.nanoTime() + most.toNanos();
        CompletableFuture<SyncResult> result = new CompletableFuture<>();
        sync(SyncTrigger.CRITICAL, result::complete);
        for (int i = 0; i < MOST_STEPS && !result.isDone() && left(end) > 0; i++) {
            // where time is virtual, this is what runs the steps of the sync
            session.lane().awaitIdle(Duration.ofNanos(left(end)));
        }
        try {
            return result.get(left(end), TimeUnit.NANOSECONDS).kind() == SyncResult.Kind.DONE;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("A sync's result is never an exception", e);
        }
    }

    private long left(long end) {
        return Math.max(0, end - scheduler.nanoTime());
    }

    @Override
    public Receipt applyServerAck(List<Op> sent, PushAnswer answer, RemoteTime time) {
        Objects.requireNonNull(sent, "A list of operations is needed; it is what was sent");
        Objects.requireNonNull(answer, "An answer is needed; it is what the server said to each");
        Objects.requireNonNull(time, "The time of the server is needed; it comes with its reply");
        Receipt receipt = store.replication().record(Exchanged.push(sent, answer.answers(), time));
        hand(() -> session.told(receipt, 0));
        return receipt;
    }

    @Override
    public CompletableFuture<RemoteReply<HistoryPage>> history(HistoryRequest request) {
        Objects.requireNonNull(request, "A request is needed; it names the workflow whose history is asked for");
        return ask(() -> session.remote().history(request), reply -> {});
    }

    @Override
    public CompletableFuture<RemoteReply<RemoteHello>> check() {
        return ask(session::hello, conductor::checked);
    }

    /** Asks the server for a host, and tells the lane first. */
    private <T> CompletableFuture<RemoteReply<T>> ask(
            Supplier<CompletableFuture<RemoteReply<T>>> call, Consumer<RemoteReply<T>> first) {
        CompletableFuture<RemoteReply<T>> future = new CompletableFuture<>();
        Runnable giveUp = () -> future.complete(new RemoteReply.Failed<>(
                new RemoteFailure(RemoteFailure.Kind.UNAVAILABLE, "closed", "The engine is closed")));
        unanswered.add(giveUp);
        CompletableFuture<?> unused = future.whenComplete((reply, thrown) -> unanswered.remove(giveUp));
        boolean asked = hand(() -> session.calls().ask(call, session.options().patience(), reply -> {
            first.accept(reply);
            // a host's continuation never runs on the lane
            scheduler.callbacks().execute(() -> future.complete(reply));
        }));
        if (!asked) {
            giveUp.run();
        }
        return future;
    }

    @Override
    public AssetTransfers assets() {
        return carriage;
    }

    @Override
    public SyncStatus status() {
        return conductor.fresh();
    }

    @Override
    public SyncMetrics metrics() {
        return session.metrics();
    }

    @Override
    public SyncOptions options() {
        return session.options();
    }

    @Override
    public void configure(UnaryOperator<SyncOptions> change) {
        session.change(change);
        hand(conductor::configured);
    }

    @Override
    public void activate(@Nullable WorkflowId workflow) {
        hand(() -> conductor.activate(workflow));
    }

    @Override
    public Subscription observe(SyncListener listener) {
        return told.add(listener);
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        Duration most = session.options().farewell();
        long end = scheduler.nanoTime() + most.toNanos();
        pending.close();
        exit.end();
        gestures.close();
        if (conductor.status().enabled() && !session.storeEnd().hasCome()) {
            takeLeave(most.minus(most.dividedBy(SHARE_OF_THE_END)));
        }
        hand(() -> conductor.stop("The engine was closed"));
        session.lane().awaitIdle(Duration.ofNanos(left(end)));
        session.lane().close();
        unanswered.forEach(scheduler.callbacks()::execute);
        carriage.close(() -> Duration.ofNanos(left(end)));
        storeClosing.close();
        remote.close();
        if (ownScheduler) {
            scheduler.close();
        }
    }
}
