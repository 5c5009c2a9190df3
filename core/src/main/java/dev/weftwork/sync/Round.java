package dev.weftwork.sync;

import dev.weftwork.change.Op;
import dev.weftwork.change.Verdict;
import dev.weftwork.spi.OpAnswer;
import dev.weftwork.spi.PullAnswer;
import dev.weftwork.spi.PullRequest;
import dev.weftwork.spi.PushAnswer;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.spi.RemoteCursor;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteReply;
import dev.weftwork.spi.RemoteTime;
import dev.weftwork.spi.SnapshotRequest;
import dev.weftwork.spi.SyncAnswer;
import dev.weftwork.store.Exchanged;
import dev.weftwork.store.PushLimits;
import dev.weftwork.store.Receipt;
import dev.weftwork.store.ReplicaState;
import dev.weftwork.store.Replication;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One sync: greet the server if need be, bring it what it lost, push and pull until there is nothing more to do either
 * way. One call is under way at a time; where all goes as foreseen the next one leaves before the store has taken in what
 * the last one brought. Used once, confined to the engine's lane.
 */
final class Round {
    private static final int PAGE = 500;
    private static final int MOST_SNAPSHOTS = 3;
    /** After so many pushes of one batch there is much to catch up on, and pushes hold what the server takes. */
    private static final int SINGLE_BATCHES = 3;

    private final Session session;
    private final Replication replication;
    private final Scope.Reach reach;
    private final Inspection inspection;
    private final Greeting greeting;
    private final Consumer<SyncResult> end;
    private final Tally tally = new Tally();
    private final Ahead ahead;
    private @Nullable GivingBack givingBack;
    private int snapshots;
    private int pushes;
    private int losses;
    /** How many calls were made; an answer to any but the last is not looked at. */
    private int calls;

    private boolean over;

    Round(Session session, Scope.Reach reach, Consumer<SyncResult> end) {
        this.session = session;
        this.reach = reach;
        inspection = new Inspection(session, this::fetch, this::fail);
        greeting = new Greeting(session, this::fetch, this::fail);
        this.replication = session.store().replication();
        ahead = new Ahead(replication);
        this.end = end;
    }

    void start() {
        guarded(() -> greeting.ifNeeded(this::follow));
    }

    /** Drops the round; answers that still come are not looked at. */
    void drop() {
        over = true;
    }

    /** What was not synced so far is taken from a snapshot, since the pulls behind it say nothing of its past. */
    private void follow() {
        replication.follow(reach.pulled()).ifPresentOrElse(this::adopt, this::next);
    }

    private void adopt(SnapshotRequest missing) {
        if (++snapshots > MOST_SNAPSHOTS) {
            fail(OwnFindings.SNAPSHOT_LATE);
            return;
        }
        new Bootstrap(session, missing.workflows(), this::fetch, this::fail).run((manifest, rows) -> {
            if (replication.adopt(manifest, rows, missing)) {
                follow();
            } else {
                session.parts().drop();
                adopt(missing);
            }
        });
    }

    private void next() {
        if (givingBack == null && session.mayPush() && replication.state().lost()) {
            givingBack = new GivingBack(session, reach.pulled(), limits(), this::ask);
            givingBack.run(this::next, this::notGivenBack);
            return;
        }
        session.refuseUnsendable();
        List<Op> ops = offers();
        if (ops.isEmpty()) {
            pull();
        } else {
            push(ops);
        }
    }

    private List<Op> offers() {
        return session.mayPush() ? ahead.choose(limits()) : List.of();
    }

    private PushLimits limits() {
        PushLimits limits = session.batching()
                .limits(session.options(), reach.pushed(), session.scheduler().nanoTime());
        return pushes < SINGLE_BATCHES ? limits : limits.withBatches(Integer.MAX_VALUE);
    }

    private void push(List<Op> ops) {
        send(ops, replication.state().cursor());
        prepareBehind(ops);
    }

    private void send(List<Op> ops, RemoteCursor after) {
        pushes++;
        PushRequest push = PushRequest.of(ops);
        long started = session.scheduler().nanoTime();
        if (session.batching().isHalved()) {
            // looking for a culprit among the operations, so the pull is left out of it
            ask(
                    () -> session.remote().push(push),
                    (answer, time) -> pushed(ops, answer, Exchanged.push(ops, answer.answers(), time), started),
                    failure -> notPushed(ops, failure, started));
            return;
        }
        PullRequest pull = page(after);
        Supplier<CompletableFuture<RemoteReply<SyncAnswer>>> call =
                () -> session.remote().sync(push, pull);
        ask(
                call,
                (answer, time) -> pushed(ops, answer.push(), exchanged(ops, answer, after, time), started),
                failure -> notPushed(ops, failure, started));
    }

    /** Whether nothing has to be looked at between two calls but what came. */
    private boolean mayRunAhead() {
        return givingBack == null && inspection.wanted().isEmpty();
    }

    private void prepareBehind(List<Op> ops) {
        if (mayRunAhead() && !session.batching().isHalved()) {
            ahead.prepare(ops, limits());
        }
    }

    private Exchanged exchanged(List<Op> ops, SyncAnswer answer, RemoteCursor after, RemoteTime time) {
        return new Exchanged(ops, answer.push().answers(), after, answer.pull(), time, reach.pulled());
    }

    private PullRequest page(RemoteCursor after) {
        return new PullRequest(after, PAGE, Duration.ZERO, reach.pulled(), inspection.wanted());
    }

    private void pushed(List<Op> ops, PushAnswer answer, Exchanged exchange, long started) {
        tally.add(answer);
        PullAnswer page = exchange.pulled();
        List<Op> following = ahead.after(ops, answer);
        if (page != null && !following.isEmpty()) {
            send(following, page.cursor());
        }
        if (page != null) {
            ahead.expect(answer, page);
        }
        Receipt receipt = record(exchange);
        session.metrics().pushes().record(session.scheduler().nanoTime() - started, true);
        session.batching().taken(ops);
        for (OpAnswer each : answer.answers()) {
            if (each instanceof OpAnswer.Later) {
                session.putOff(each.op());
            }
        }
        if (answer.answers().isEmpty()) {
            fail(OwnFindings.NO_VERDICTS);
        } else if (receipt.contradicted()) {
            refused(OwnFindings.WENT_BACK, this::fail);
        } else if (page == null) {
            next();
        } else if (!following.isEmpty() && ahead.isForeseen(receipt, page.cursor())) {
            prepareBehind(following);
        } else {
            inspection.look(page, () -> goOn(page));
        }
    }

    /** Nothing need be pulled if the answer to the push told all. */
    private void goOn(PullAnswer page) {
        if (page.cursor().equals(replication.state().cursor())) {
            pulled(page);
        } else {
            next();
        }
    }

    private void notPushed(List<Op> ops, RemoteFailure failure, long started) {
        session.metrics().pushes().record(session.scheduler().nanoTime() - started, false);
        switch (failure.kind()) {
            case TOO_LARGE, BAD_REQUEST -> halve(ops, failure);
            case FORBIDDEN -> {
                session.forbidPush();
                pull();
            }
            default -> fail(failure);
        }
    }

    /** Finds by halves what the server cannot take; what stands alone in the end is parked. */
    private void halve(List<Op> ops, RemoteFailure failure) {
        session.batching().halve(ops.size());
        if (ops.size() > 1 || isFirstAlone(failure)) {
            next();
            return;
        }
        Op culprit = ops.get(0);
        Verdict.Rejected why = new Verdict.Rejected(culprit.id(), failure.code(), failure.message());
        record(Exchanged.push(ops, List.of(new OpAnswer.Decided(why)), session.time()));
        session.batching().taken(ops);
        next();
    }

    /** A single operation that came with a pull is tried once more without, lest it pays for a flaw of the pull. */
    private boolean isFirstAlone(RemoteFailure failure) {
        boolean first = failure.kind() == RemoteFailure.Kind.BAD_REQUEST && !triedAlone;
        triedAlone = true;
        return first;
    }

    private boolean triedAlone;

    private void pull() {
        pull(replication.state().cursor());
    }

    private void pull(RemoteCursor after) {
        long started = session.scheduler().nanoTime();
        PullRequest request = page(after);
        BiConsumer<PullAnswer, RemoteTime> then = (answer, time) -> {
            boolean goesOn =
                    answer.more() && mayRunAhead() && replication.state().pending() == 0;
            if (goesOn) {
                pull(answer.cursor());
            }
            Receipt receipt = record(Exchanged.pull(after, answer, time).within(reach.pulled()));
            session.metrics().pulls().record(session.scheduler().nanoTime() - started, true);
            if (receipt.contradicted()) {
                refused(OwnFindings.WENT_BACK, this::fail);
            } else if (!goesOn || !ahead.isForeseen(receipt, answer.cursor())) {
                inspection.look(answer, () -> pulled(answer));
            }
        };
        ask(() -> session.remote().pull(request), then, failure -> fail(session.notPulled(failure, started)));
    }

    private void pulled(PullAnswer answer) {
        ReplicaState state = replication.state();
        if (!answer.cursor().equals(state.cursor()) && !session.isWhereItWasBrought(state)) {
            // another process on the file went on from here, and may have asked for other workflows
            follow();
            return;
        }
        List<Op> ops = offers();
        if (!ops.isEmpty()) {
            push(ops);
        } else if (answer.more()) {
            pull();
        } else if (givingBack != null && !givingBack.isDone()) {
            lostAgain();
        } else {
            // another process may have passed over some of these workflows meanwhile
            replication.follow(reach.pulled()).ifPresentOrElse(this::adopt, this::done);
        }
    }

    private void done() {
        if (session.mayPush()) {
            finish(tally.done());
        } else {
            fail(OwnFindings.READ_ONLY);
        }
    }

    private Receipt record(Exchanged exchange) {
        Receipt receipt = session.record(exchange);
        tally.add(receipt);
        session.told(receipt, tally.moved());
        return receipt;
    }

    private void notGivenBack(RemoteFailure failure) {
        if (failure.kind() == RemoteFailure.Kind.FORBIDDEN) {
            session.forbidPush();
            next();
        } else {
            fail(failure);
        }
    }

    /** The server took things back and was restored once more before they were pulled; all begins anew. */
    private void lostAgain() {
        givingBack = null;
        losses++;
        if (losses < MOST_SNAPSHOTS) {
            next();
        } else {
            fail(OwnFindings.LOST_AGAIN);
        }
    }

    /**
     * Starts anew from a snapshot. A cursor that is too old may be of another past as well, and a server that was
     * restored and then forgot cannot tell; so what it acknowledged is always offered again. It costs little: whoever
     * was away for as long as servers remember has nothing that was acknowledged lately.
     */
    private void snapshot() {
        snapshots++;
        ahead.forget();
        new Bootstrap(session, reach.pulled(), this::fetch, this::fail).run((manifest, rows) -> {
            session.rebase(manifest, rows);
            givingBack = null;
            next();
        });
    }

    private <T> void ask(
            Supplier<CompletableFuture<RemoteReply<T>>> call,
            BiConsumer<T, RemoteTime> then,
            Consumer<RemoteFailure> otherwise) {
        fetch(call, then, failure -> refused(failure, otherwise));
    }

    /** Asks for what no snapshot helps to get. */
    private <T> void fetch(
            Supplier<CompletableFuture<RemoteReply<T>>> call,
            BiConsumer<T, RemoteTime> then,
            Consumer<RemoteFailure> otherwise) {
        int mine = ++calls;
        session.calls().ask(call, session.options().patience(), reply -> {
            if (over || mine != calls) {
                return;
            }
            guarded(() -> {
                if (reply instanceof RemoteReply.Ok<T> ok) {
                    session.heard(ok.time());
                    then.accept(ok.value(), ok.time());
                } else if (reply instanceof RemoteReply.Failed<T> failed) {
                    otherwise.accept(failed.failure());
                }
            });
        });
    }

    private void refused(RemoteFailure failure, Consumer<RemoteFailure> otherwise) {
        boolean snapshotHelps = failure.kind() == RemoteFailure.Kind.CURSOR_TOO_OLD
                || failure.kind() == RemoteFailure.Kind.CURSOR_FOREIGN;
        if (snapshotHelps && snapshots < MOST_SNAPSHOTS) {
            // to be told that this is another past is what a stranger says too, and that one must not be given
            // everything
            greeting.ifNeeded(this::snapshot);
        } else {
            otherwise.accept(failure);
        }
    }

    private void fail(RemoteFailure failure) {
        finish(new SyncResult.Failed(failure));
    }

    private void finish(SyncResult result) {
        if (!over) {
            over = true;
            end.accept(result);
        }
    }

    /** A store that does not do its part ends the round; what was recorded stays. */
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            // a round without an end would be the last one
            session.stumbled(e);
            finish(new SyncResult.Stopped(String.valueOf(e.getMessage())));
        }
    }
}
