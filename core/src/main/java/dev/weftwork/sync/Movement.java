package dev.weftwork.sync;

import dev.weftwork.asset.AssetStorage;
import dev.weftwork.graph.AssetHash;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.schedule.Cancellable;
import dev.weftwork.schedule.Lane;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.spi.RemoteAssets;
import dev.weftwork.sync.AssetFailure.Reason;
import dev.weftwork.sync.AssetTransfer.Way;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Moves assets, a few at a time: so many in the background, and as many again that somebody waits for. After a failure it
 * pauses, or leaves one asset alone for a while. Confined to the carrier's lane.
 */
final class Movement {
    private final Session session;
    private final AssetStorage assets;
    private final RemoteAssets remote;
    private final Calls calls;
    private final Told told;
    private final int most;
    private final Hauls hauls = new Hauls();
    private final Backoff backoff;
    /** Lanes on which something may still come to its end. */
    private final Set<Lane> works = ConcurrentHashMap.newKeySet();

    private Consumer<AssetHash> arrived = hash -> {};
    private Runnable idle = () -> {};
    private boolean held;
    private boolean forbidden;
    private boolean closed;
    private @Nullable Long pausedUntil;
    private @Nullable Cancellable timer;

    Movement(Session session, AssetStorage assets, RemoteAssets remote, Calls calls, Told told, int most) {
        this.session = session;
        this.assets = assets;
        this.remote = remote;
        this.calls = calls;
        this.told = told;
        this.most = most;
        backoff = new Backoff(session.chance());
    }

    /** Says what to do when a pause is over. */
    void onIdle(Runnable task) {
        idle = task;
    }

    void onArrival(Consumer<AssetHash> listener) {
        arrived = listener;
    }

    List<Haul> hauls() {
        return hauls.all();
    }

    AssetTraffic traffic() {
        return hauls.traffic();
    }

    boolean isArriving(AssetHash hash) {
        return hauls.isArriving(hash);
    }

    /** Whether it is known what is to become of an asset. */
    boolean knows(AssetHash hash) {
        return hauls.has(hash) || hauls.isGivenUp(hash);
    }

    boolean isPausing() {
        return pausedUntil != null && pausedUntil - now() > 0;
    }

    private long now() {
        return session.scheduler().nanoTime();
    }

    /** Lets nothing begin in the background, or lets it again. */
    void hold(boolean yes) {
        held = yes;
        move();
    }

    /** Tries everything once more, whatever was said of it. */
    void resume() {
        pausedUntil = null;
        forbidden = false;
        backoff.succeeded();
        hauls.forgetFailures(hash -> !hauls.has(hash));
        hauls.all().forEach(Haul::now);
    }

    /** Something is to move in the background. */
    void want(Haul haul) {
        if (hauls.has(haul.hash())) {
            // somebody asked for it meanwhile, and another in its place would leave him without an answer
            return;
        }
        haul.want();
        hauls.add(haul);
        hauls.count();
    }

    /** Somebody asks for content, to have it now or in the background. */
    void fetch(AssetHash hash, AssetRef ref, boolean background, Consumer<AssetFetch> then) {
        if (closed) {
            then.accept(new AssetFetch.Failed(stopped(hash, Way.DOWN)));
            return;
        }
        Haul known = hauls.get(hash);
        if (known == null || known.way() == Way.UP) {
            Optional<AssetRef> here = here(ref);
            if (here.isPresent()) {
                then.accept(new AssetFetch.Here(here.get()));
                return;
            }
        }
        Haul haul = known == null || known.way() == Way.UP
                ? new Haul(hash, ref, Way.DOWN, ref.bytes().orElse(0))
                : known;
        if (background) {
            haul.expect(then);
        } else {
            haul.await(then);
        }
        hauls.add(haul);
        hauls.count();
        move();
    }

    private Optional<AssetRef> here(AssetRef ref) {
        try {
            return assets.stat(ref).map(info -> info.ref());
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Drops what waits to be moved only because graphs referred to it. */
    void keep(Set<AssetHash> wanted) {
        hauls.forgetFailures(hash -> !wanted.contains(hash) && !hauls.has(hash));
        for (Haul haul : hauls.all()) {
            if (!haul.running() && haul.unasked() && !wanted.contains(haul.hash())) {
                hauls.remove(haul);
            }
        }
        hauls.count();
    }

    /** Begins as many as may move. */
    void move() {
        stopTimer();
        beginAll(true, Haul::urgent);
        beginAll(false, this::isDue);
        hauls.count();
        setTimer();
    }

    private void beginAll(boolean urgent, Predicate<Haul> which) {
        boolean more = true;
        while (more) {
            more = hauls.moving(urgent) < most && begin(which);
        }
    }

    private boolean isDue(Haul haul) {
        boolean sending = haul.way() == Way.UP;
        return !held && !isPausing() && !(sending && forbidden) && haul.rests(now()) <= 0 && !haul.urgent();
    }

    private boolean begin(Predicate<Haul> which) {
        Haul haul = closed ? null : hauls.next(which);
        if (haul == null) {
            return false;
        }
        haul.begin();
        Scheduler scheduler = session.scheduler();
        Lane work = scheduler.lane("asset");
        works.add(work);
        long started = now();
        Haulage haulage = new Haulage(
                haul,
                assets,
                remote,
                work,
                bytes -> {
                    if (haul.reached(bytes)) {
                        AssetTransfer so = haul.transfer();
                        calls.hand(() -> progressed(haul, so));
                    }
                },
                end -> {
                    work.close();
                    works.remove(work);
                    calls.hand(() -> ended(haul, end, started));
                });
        haul.stopWith(haulage::stop);
        AssetTransfer transfer = haul.transfer();
        told.tell(listener -> listener.assetStarted(transfer));
        haulage.begin();
        return true;
    }

    private void progressed(Haul haul, AssetTransfer transfer) {
        if (haul.running()) {
            AssetTraffic all = hauls.count();
            told.tell(listener -> listener.assetProgressed(transfer, all));
        }
    }

    private void ended(Haul haul, Haulage.End end, long started) {
        if (!haul.running()) {
            // it was stopped meanwhile, and told of
            return;
        }
        haul.end();
        AssetFailure failure = end.failure();
        session.metrics().countAsset(haul.way(), end.moved(), now() - started, failure == null);
        AssetTransfer transfer = haul.transfer();
        if (failure == null) {
            hauls.remove(haul);
            hauls.succeeded(haul.hash());
            backoff.succeeded();
            arrived.accept(haul.hash());
        } else {
            failed(haul, failure, end.asked());
        }
        hauls.count();
        told.tell(listener -> listener.assetEnded(transfer, Optional.ofNullable(failure)));
        AssetRef ref = end.ref();
        haul.answer(ref == null || failure != null ? outcome(haul, failure) : new AssetFetch.Here(ref));
        move();
    }

    private static AssetFetch outcome(Haul haul, @Nullable AssetFailure failure) {
        return failure == null || failure.reason() == Reason.ABSENT
                ? new AssetFetch.Absent(haul.hash())
                : new AssetFetch.Failed(failure);
    }

    private void failed(Haul haul, AssetFailure failure, @Nullable Duration asked) {
        boolean gone = haul.way() == Way.UP
                && failure.reason() == Reason.PLACE
                && here(haul.ref()).isEmpty();
        if (!haul.wanted() || gone) {
            hauls.remove(haul);
        } else if (!failure.isPassing()) {
            hauls.failed(failure);
            hauls.remove(haul);
        } else {
            hauls.failed(failure);
            if (failure.reason() == Reason.FORBIDDEN && haul.way() == Way.UP) {
                pause(failure.reason(), asked);
            }
            switch (failure.reason()) {
                case UNREACHABLE, UNAUTHORIZED -> pause(failure.reason(), asked);
                case FORBIDDEN, QUOTA ->
                    haul.notBefore(now() + longest(asked, session.options().lastRetry()));
                default -> haul.notBefore(now() + longest(asked, pauseOf(haul)));
            }
        }
    }

    private Duration pauseOf(Haul haul) {
        SyncOptions options = session.options();
        Duration bound = options.firstRetry().multipliedBy(1L << Math.min(haul.failed(), 30));
        return bound.compareTo(options.lastRetry()) > 0 ? options.lastRetry() : bound;
    }

    private static long longest(@Nullable Duration asked, Duration own) {
        return asked != null && asked.compareTo(own) > 0 ? asked.toNanos() : own.toNanos();
    }

    /** Moves nothing in the background for a while, or sends nothing any more. */
    void pause(Reason reason, @Nullable Duration asked) {
        SyncOptions options = session.options();
        if (reason == Reason.FORBIDDEN) {
            forbidden = true;
            return;
        }
        if (!isPausing()) {
            // those that move side by side fail together
            Duration pause = backoff.failed(options.firstRetry(), options.lastRetry());
            pausedUntil = now() + longest(asked, reason == Reason.UNAUTHORIZED ? options.lastRetry() : pause);
            setTimer();
        }
    }

    private void setTimer() {
        stopTimer();
        long now = now();
        long wait = pausedUntil != null && isPausing() ? pausedUntil - now : hauls.shortestRest(now);
        if (wait > 0 && !closed) {
            timer = session.scheduler().schedule(Duration.ofNanos(wait), () -> calls.hand(this::wake));
        }
    }

    private void wake() {
        if (!closed) {
            // what nobody refers to any more is dropped before it is tried again
            idle.run();
            move();
        }
    }

    private void stopTimer() {
        Cancellable set = timer;
        timer = null;
        if (set != null) {
            set.cancel();
        }
    }

    /** Stops everything; what has come, here or there, stays. */
    void stop() {
        stopTimer();
        for (Haul haul : hauls.all()) {
            AssetFailure why = stopped(haul.hash(), haul.way());
            if (haul.running()) {
                AssetTransfer transfer = haul.transfer();
                haul.end();
                haul.stop();
                told.tell(listener -> listener.assetEnded(transfer, Optional.of(why)));
            }
            haul.answer(new AssetFetch.Failed(why));
        }
        hauls.clear();
        // the sync that assets waited for does not end any more
        held = false;
        resume();
        hauls.count();
    }

    /** Waits until what was stopped has let go of its files; any thread may. */
    void awaitWork(Supplier<Duration> left) {
        works.forEach(work -> work.awaitIdle(left.get()));
    }

    /** Stops for good. */
    void close() {
        stop();
        closed = true;
    }

    private static AssetFailure stopped(AssetHash hash, Way way) {
        return new AssetFailure(hash, way, Reason.STOPPED, "The engine was stopped");
    }
}
