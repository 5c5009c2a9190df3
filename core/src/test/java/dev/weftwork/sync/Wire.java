package dev.weftwork.sync;

import dev.weftwork.change.AdmittedOp;
import dev.weftwork.spi.GestureFrame;
import dev.weftwork.spi.LiveChannel;
import dev.weftwork.spi.LiveListener;
import dev.weftwork.spi.LiveRequest;
import dev.weftwork.spi.OpAnswer;
import dev.weftwork.spi.PullAnswer;
import dev.weftwork.spi.PullRequest;
import dev.weftwork.spi.PushAnswer;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.spi.RemoteAdapter;
import dev.weftwork.spi.RemoteAssets;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteHello;
import dev.weftwork.spi.RemotePlace;
import dev.weftwork.spi.RemoteReply;
import dev.weftwork.spi.RemoteTime;
import dev.weftwork.spi.SnapshotManifest;
import dev.weftwork.spi.SnapshotPage;
import dev.weftwork.spi.SnapshotPart;
import dev.weftwork.spi.SnapshotRequest;
import dev.weftwork.spi.SyncAnswer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A remote that counts what goes through it and can be told to fail, to stay silent, or to lose answers. */
final class Wire implements RemoteAdapter {
    private RemoteAdapter remote;
    /** Who answers the greeting: another than the rest if somebody slipped in behind it. */
    private RemoteAdapter greeted;

    private @Nullable RemotePlace expected;
    /** Whether whoever answers knows what place is meant; old ones do not. */
    private final boolean checks;

    final List<String> calls = new ArrayList<>();
    final List<List<String>> pushes = new ArrayList<>();

    @Nullable RemoteFailure failure;

    /** Whether there are live channels. */
    boolean lives = true;

    boolean silent;
    boolean losesAnswers;
    /** How many parts of snapshots come through before the network goes. */
    int partsLeft = Integer.MAX_VALUE;
    /** The next part is no longer kept. */
    boolean gone;
    /** What is said of a push before it reaches the server; null to let it through. */
    Function<PushRequest, @Nullable RemoteFailure> verdict = push -> null;
    /** Operations that the server puts off. */
    Predicate<PushRequest.Offer> later = offer -> false;

    /** Looks on when news is asked for. */
    Runnable asked = () -> {};

    /** What becomes of a page of news on its way. */
    UnaryOperator<PullAnswer> page = page -> page;

    /** News that the live channel is too narrow for. */
    Predicate<PullAnswer> large = page -> false;

    /** News that the live channel keeps back, to tell it together with what follows. */
    Predicate<PullAnswer> slow = page -> false;

    /** What news and parts of snapshots wait for on their way; null for nothing. */
    @Nullable CompletableFuture<Void> hold;

    /** Keeps what the live channel says until {@link #release}. */
    boolean stalled;

    private final List<Runnable> stuck = new ArrayList<>();

    /** The way of binaries. */
    final Freight freight;

    Wire(RemoteAdapter remote) {
        this(remote, true);
    }

    Wire(RemoteAdapter remote, boolean checks) {
        this.remote = remote;
        this.checks = checks;
        greeted = remote;
        freight = new Freight(remote.assets().orElseThrow(), calls);
    }

    /** Lets through what the live channel has said meanwhile. */
    void release() {
        stalled = false;
        stuck.forEach(Runnable::run);
        stuck.clear();
    }

    private void through(Runnable event) {
        if (stalled) {
            stuck.add(event);
        } else {
            event.run();
        }
    }

    /** From now on somebody else answers, as with another token or behind another address. */
    void leadTo(RemoteAdapter other) {
        slipIn(other);
        greeted = other;
    }

    /** Somebody else answers, and does not say so. */
    void slipIn(RemoteAdapter other) {
        remote = other;
        freight.remote = other.assets().orElseThrow();
        boolean unused = expect(expected);
    }

    @Override
    public boolean expect(@Nullable RemotePlace place) {
        expected = place;
        return checks && remote.expect(place);
    }

    private RemoteHello known(RemoteHello hello) {
        Set<String> features = new HashSet<>(hello.features());
        if (!checks) {
            features.remove(RemoteHello.CHECKS_PLACE);
        }
        if (!lives) {
            features.remove("live");
        }
        return new RemoteHello(
                hello.server(),
                hello.workspace(),
                hello.principal(),
                hello.writable(),
                hello.maxOps(),
                hello.maxBytes(),
                features);
    }

    long count(String call) {
        return calls.stream().filter(call::equals).count();
    }

    private <T> CompletableFuture<RemoteReply<T>> carry(String name, CompletableFuture<RemoteReply<T>> answer) {
        calls.add(name);
        if (failure != null) {
            return CompletableFuture.completedFuture(new RemoteReply.Failed<>(failure));
        }
        return silent || losesAnswers ? new CompletableFuture<>() : answer;
    }

    private <T> CompletableFuture<RemoteReply<T>> held(CompletableFuture<RemoteReply<T>> answer) {
        CompletableFuture<Void> gate = hold;
        return gate == null ? answer : gate.thenCompose(open -> answer);
    }

    private boolean reaches() {
        return failure == null && !silent;
    }

    private static <T> CompletableFuture<RemoteReply<T>> never() {
        return new CompletableFuture<>();
    }

    @Override
    public CompletableFuture<RemoteReply<RemoteHello>> hello() {
        return carry("hello", greeted.hello().thenApply(reply -> reply.map(this::known)));
    }

    @Override
    public CompletableFuture<RemoteReply<PushAnswer>> push(PushRequest request) {
        note(request);
        RemoteFailure refusal = verdict.apply(request);
        if (refusal != null) {
            return CompletableFuture.completedFuture(new RemoteReply.Failed<>(refusal));
        }
        return carry("push", reaches() ? remote.push(request) : never());
    }

    @Override
    public CompletableFuture<RemoteReply<SyncAnswer>> sync(PushRequest push, PullRequest pull) {
        note(push);
        RemoteFailure refusal = verdict.apply(push);
        if (refusal != null) {
            return CompletableFuture.completedFuture(new RemoteReply.Failed<>(refusal));
        }
        PushRequest through =
                new PushRequest(push.ops().stream().filter(later.negate()).toList());
        CompletableFuture<RemoteReply<SyncAnswer>> answer = reaches() ? remote.sync(through, pull) : never();
        return carry("sync", answer.thenApply(reply -> reply.map(each -> withPutOff(push, each))));
    }

    private SyncAnswer withPutOff(PushRequest push, SyncAnswer answer) {
        List<OpAnswer> all = new ArrayList<>(answer.push().answers());
        push.ops().stream()
                .filter(later)
                .forEach(offer -> all.add(new OpAnswer.Later(offer.op().id(), "busy", "Not now")));
        return new SyncAnswer(new PushAnswer(all), answer.pull());
    }

    private void note(PushRequest push) {
        pushes.add(push.ops().stream().map(offer -> offer.op().id().value()).toList());
    }

    @Override
    public CompletableFuture<RemoteReply<PullAnswer>> pull(PullRequest request) {
        asked.run();
        CompletableFuture<RemoteReply<PullAnswer>> answer = reaches() ? remote.pull(request) : never();
        return carry("pull", held(answer.thenApply(reply -> reply.map(page))));
    }

    @Override
    public CompletableFuture<RemoteReply<SnapshotManifest>> snapshot(SnapshotRequest request) {
        return carry("snapshot", remote.snapshot(request));
    }

    @Override
    public CompletableFuture<RemoteReply<SnapshotPage>> part(SnapshotPart part) {
        if (partsLeft == 0) {
            RemoteFailure cut = new RemoteFailure(RemoteFailure.Kind.UNAVAILABLE, "cut", "The network is gone again");
            return CompletableFuture.completedFuture(new RemoteReply.Failed<>(cut));
        }
        if (gone) {
            gone = false;
            RemoteFailure lost = new RemoteFailure(RemoteFailure.Kind.UNSUPPORTED, "no-such-part", "No longer kept");
            return CompletableFuture.completedFuture(new RemoteReply.Failed<>(lost));
        }
        partsLeft--;
        return carry("part", held(remote.part(part)));
    }

    @Override
    public CompletableFuture<RemoteReply<GestureFrame>> frame(GestureFrame frame) {
        return carry("frame", reaches() ? remote.frame(frame) : never());
    }

    @Override
    public LiveChannel live(LiveRequest request, LiveListener listener) {
        calls.add("live");
        if (failure != null) {
            listener.ended(failure);
            return () -> {};
        }
        return remote.live(request, new Narrow(listener));
    }

    /** Tells of large news only that there are some, and goes on behind them, as a server does. */
    private final class Narrow implements LiveListener {
        private final LiveListener listener;
        private final List<AdmittedOp> kept = new ArrayList<>();

        Narrow(LiveListener listener) {
            this.listener = listener;
        }

        @Override
        public void opened() {
            listener.opened();
        }

        @Override
        public void ops(PullAnswer answer, RemoteTime time) {
            if (slow.test(answer)) {
                kept.addAll(answer.ops());
            } else if (large.test(answer)) {
                listener.behind();
            } else {
                PullAnswer all = withKept(answer);
                through(() -> listener.ops(all, time));
            }
        }

        private PullAnswer withKept(PullAnswer answer) {
            List<AdmittedOp> all = new ArrayList<>(kept);
            all.addAll(answer.ops());
            kept.clear();
            return new PullAnswer(all, answer.cursor(), answer.seq(), answer.more(), answer.digests());
        }

        @Override
        public void behind() {
            listener.behind();
        }

        @Override
        public void frame(GestureFrame frame) {
            listener.frame(frame);
        }

        @Override
        public void ended(RemoteFailure why) {
            through(() -> listener.ended(why));
        }
    }

    @Override
    public Optional<RemoteAssets> assets() {
        return Optional.of(freight);
    }

    @Override
    public void close() {
        remote.close();
    }
}
