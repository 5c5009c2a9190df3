package dev.weftwork.sync;

import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteHello;
import dev.weftwork.spi.RemoteReply;
import dev.weftwork.store.Exchanged;
import dev.weftwork.store.Receipt;
import dev.weftwork.store.ReplicaState;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Decides when the next sync runs, one at a time. Confined to the engine's lane, but for reading the status. */
final class Conductor {
    private final Session session;
    private final Told told;
    private final Timers timers;
    private final Backoff backoff;
    private final Listening listening;
    private final GestureRelay gestures;
    private final Lease lease;
    private final Carriage carriage;
    private final Readiness readiness;
    private final ResultLog results = new ResultLog();
    private final Waiters waiters = new Waiters();
    private boolean running;
    private boolean connected;
    private boolean again;
    private boolean retired;
    private int changes;
    private @Nullable Round round;
    /** Tells of the end of a sync that is stopped in the middle. */
    private Consumer<SyncResult> whenCut = result -> {};

    private Scope.@Nullable Reach reach;
    private SyncStatus.Phase phase = SyncStatus.Phase.IDLE;
    private OptionalLong lastSync = OptionalLong.empty();
    private Optional<String> error = Optional.empty();
    private volatile SyncStatus status;

    Conductor(Session session, Told told, Carriage carriage) {
        this.session = session;
        this.told = told;
        this.carriage = carriage;
        timers = new Timers(session, this::request);
        readiness = new Readiness(session);
        backoff = new Backoff(session.chance());
        lease = new Lease(session);
        listening = new Listening(session, this);
        gestures = new GestureRelay(session, () -> running && connected && lease.leads());
        status = current();
    }

    SyncStatus status() {
        return status;
    }

    GestureRelay gestures() {
        return gestures;
    }

    void start() {
        if (!running) {
            running = true;
            retired = false;
            carriage.tell(Carrier::start);
            schedulePeriodic();
            request(SyncTrigger.START);
        }
    }

    void stop(String reason) {
        if (!running) {
            return;
        }
        running = false;
        timers.clearAll();
        listening.stop();
        gestures.forget();
        Consumer<SyncResult> cut = result -> {};
        if (round != null) {
            round.drop();
            round = null;
            phase = SyncStatus.Phase.ERROR;
            error = Optional.of(reason);
            cut = whenCut;
        }
        session.lost();
        lease.release();
        carriage.tell(Carrier::stop);
        statusChanged();
        SyncResult result = new SyncResult.Stopped(reason);
        cut.accept(result);
        waiters.answer(result);
        waiters.answerNext(result);
    }

    /** Edits have become durable, of this process or of another on the same storage. */
    void pending(int edits) {
        if (!running) {
            return;
        }
        changes += edits;
        SyncOptions options = session.options();
        if (options.queueLimit() > 0 && changes >= options.queueLimit()) {
            request(SyncTrigger.QUEUE_LIMIT);
        } else if (options.syncOnChange() || gestures.awaited()) {
            request(SyncTrigger.CHANGE);
        } else {
            rest();
        }
    }

    /** Lets edits rest from now on. */
    void rest() {
        Duration debounce = session.options().debounce();
        if (running && !debounce.isZero()) {
            timers.set(SyncTrigger.DEBOUNCED, debounce);
        }
    }

    /** The options are others. */
    void configured() {
        if (!running) {
            return;
        }
        schedulePeriodic();
        standBy();
        listening.forget();
        if (reach == null || !reach.pullsAs(session.scope().reach())) {
            request(SyncTrigger.SELECTED);
        } else if (connected) {
            listening.begin();
        }
    }

    /** Another workflow is active, or none. */
    void activate(@Nullable WorkflowId workflow) {
        if (!session.scope().activate(workflow) || !running) {
            return;
        }
        if (reach == null || !reach.pullsAs(session.scope().reach())) {
            // nobody listens for what is not wanted, or not there, any more
            listening.forget();
        }
        request(SyncTrigger.SELECTED);
    }

    void syncNow(SyncTrigger trigger, Consumer<SyncResult> waiter) {
        if (!running) {
            waiter.accept(new SyncResult.Stopped("The engine is not running; start() it first"));
            return;
        }
        waiters.add(waiter);
        request(trigger);
    }

    /** Asks for a sync; what may wait for the end of a pause does. */
    void request(SyncTrigger trigger) {
        if (!running) {
            return;
        }
        if (trigger == SyncTrigger.PERIODIC) {
            schedulePeriodic();
            if (isQuiet()) {
                return;
            }
        }
        boolean urgent = trigger == SyncTrigger.MANUAL
                || trigger == SyncTrigger.CRITICAL
                || trigger == SyncTrigger.RECONNECTED
                || trigger == SyncTrigger.RETRY
                || trigger == SyncTrigger.START;
        boolean pausing = timers.isSet(SyncTrigger.RETRY) || retired;
        if (!urgent && pausing) {
            return;
        }
        if (round != null) {
            again = true;
            return;
        }
        if (trigger != SyncTrigger.MANUAL && trigger != SyncTrigger.CRITICAL && !isLeader()) {
            return;
        }
        begin(trigger);
    }

    /** Nothing to send, and nothing to ask for. */
    private boolean isQuiet() {
        return listening.isLive() && state().pending() == 0;
    }

    private ReplicaState state() {
        return session.store().replication().state();
    }

    private void schedulePeriodic() {
        Duration interval = session.options().interval();
        if (interval.isZero()) {
            timers.clear(SyncTrigger.PERIODIC);
        } else {
            timers.set(SyncTrigger.PERIODIC, interval);
        }
    }

    private boolean isLeader() {
        boolean leads = lease.hold();
        if (!leads) {
            listening.stop();
            timers.set(SyncTrigger.RETRY, Lease.LOOK);
            statusChanged();
        }
        return leads;
    }

    private void begin(SyncTrigger trigger) {
        Scope.Reach next = session.scope().reach().orElse(null);
        if (next == null) {
            again = false;
            waiters.answerNext(new SyncResult.Stopped("No workflow is active; activate(…) one, or let all be synced"));
            return;
        }
        begin(trigger, next);
    }

    private void begin(SyncTrigger trigger, Scope.Reach about) {
        reach = about;
        timers.clear(SyncTrigger.RETRY);
        timers.clear(SyncTrigger.DEBOUNCED);
        again = false;
        retired = false;
        int counted = changes;
        long started = session.scheduler().nanoTime();
        waiters.begin();
        phase = SyncStatus.Phase.SYNCING;
        carriage.tell(Carrier::structureFirst);
        told.tell(listener -> listener.started(trigger));
        statusChanged();
        Round next = new Round(session, about, result -> ended(trigger, about, result, counted, started));
        round = next;
        whenCut = result -> told(trigger, result, started);
        next.start();
    }

    private void ended(SyncTrigger trigger, Scope.Reach about, SyncResult result, int counted, long started) {
        round = null;
        boolean done = result.kind() == SyncResult.Kind.DONE;
        results.write(trigger, about, result, session.scheduler().nanoTime() - started);
        carriage.synced(about, result);
        if (done) {
            session.scope().synced(about);
            succeeded(counted);
        } else {
            failed(result);
        }
        statusChanged();
        told(trigger, result, started);
        waiters.answer(result);
        if (!done) {
            // whoever asked meanwhile would only hear the same
            waiters.answerNext(result);
            again = false;
        } else if (again || waiters.waitForNext()) {
            begin(SyncTrigger.CHANGE);
        } else {
            listening.begin();
        }
    }

    private void told(SyncTrigger trigger, SyncResult result, long started) {
        session.metrics()
                .syncs()
                .record(session.scheduler().nanoTime() - started, result.kind() == SyncResult.Kind.DONE);
        told.tell(listener -> listener.ended(trigger, result));
    }

    private void succeeded(int counted) {
        phase = SyncStatus.Phase.SUCCESS;
        connected = true;
        changes -= Math.min(counted, changes);
        lastSync = OptionalLong.of(session.scheduler().wallMillis());
        error = Optional.empty();
        backoff.succeeded();
        if (session.batching().anyPutOff()) {
            long wait = session.batching().nextDue() - session.scheduler().nanoTime();
            timers.set(SyncTrigger.CHANGE, Duration.ofNanos(Math.max(0, wait)));
        }
    }

    private void failed(SyncResult result) {
        phase = SyncStatus.Phase.ERROR;
        listening.forget();
        session.lost();
        Duration pause = backoff.failed(result, session.options());
        if (result instanceof SyncResult.Failed failed) {
            RemoteFailure failure = failed.failure();
            error = Optional.of(failure.message());
            connected = failure.kind() != RemoteFailure.Kind.UNAVAILABLE;
            retired = failure.kind() == RemoteFailure.Kind.UPGRADE_REQUIRED;
        } else if (result instanceof SyncResult.Stopped stopped) {
            error = Optional.of(stopped.reason());
        }
        if (!retired) {
            session.metrics().countRetry();
            timers.set(SyncTrigger.RETRY, pause);
        }
    }

    /** Whether a sync is under way. */
    boolean isSyncing() {
        return round != null;
    }

    /** Takes in what came through the live channel. */
    void received(Exchanged exchange) {
        try {
            Receipt receipt = session.record(exchange);
            session.told(receipt, 0);
            carriage.tell(Carrier::changed);
            session.metrics().pulls().record(Duration.ZERO, true);
            lastSync = OptionalLong.of(session.scheduler().wallMillis());
            if (receipt.contradicted()) {
                request(SyncTrigger.LIVE);
            } else if (!receipt.conflicts().isEmpty()) {
                rest();
            }
        } catch (RuntimeException | Error e) {
            session.stumbled(e);
            request(SyncTrigger.LIVE);
        }
    }

    /** Somebody asked whether the server is there. */
    void checked(RemoteReply<RemoteHello> reply) {
        boolean before = connected;
        RemoteFailure failure = reply instanceof RemoteReply.Ok<RemoteHello> ok
                ? session.refusal(ok.value())
                : ((RemoteReply.Failed<RemoteHello>) reply).failure();
        if (failure != null) {
            connected = failure.kind() != RemoteFailure.Kind.UNAVAILABLE;
            error = Optional.of(failure.message());
        } else {
            connected = true;
            if (!before) {
                error = Optional.empty();
                request(SyncTrigger.RECONNECTED);
            }
        }
        statusChanged();
    }

    void statusChanged() {
        standBy();
        SyncStatus now = current();
        SyncStatus before = status;
        status = now;
        boolean same = before.phase() == now.phase()
                && before.enabled() == now.enabled()
                && before.connected() == now.connected()
                && before.live() == now.live();
        if (!same) {
            told.tell(listener -> listener.status(now));
        }
    }

    private void standBy() {
        readiness.follow(running && phase == SyncStatus.Phase.SUCCESS && !timers.isSet(SyncTrigger.RETRY), reach);
    }

    private SyncStatus current() {
        return new SyncStatus(
                running,
                phase,
                connected,
                listening != null && listening.isLive(),
                lastSync,
                0,
                Optional.empty(),
                error,
                carriage.traffic());
    }

    /** Fills in what changes by itself. */
    SyncStatus fresh() {
        SyncStatus known = status;
        return new SyncStatus(
                known.enabled(),
                known.phase(),
                known.connected(),
                known.live(),
                known.lastSyncMillis(),
                session.pending(),
                timers.untilNext(),
                known.error(),
                carriage.traffic());
    }
}
