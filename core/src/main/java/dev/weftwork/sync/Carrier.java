package dev.weftwork.sync;

import dev.weftwork.asset.AssetInfo;
import dev.weftwork.asset.AssetStorage;
import dev.weftwork.graph.AssetHash;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.RemoteAssets;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteReply;
import dev.weftwork.sync.AssetTransfer.Way;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out which assets are to go somewhere: after each sync it looks at what changed in the graphs, asks the server
 * which of these assets it lacks, and has them moved. Confined to a lane of its own, so that operations never wait for it.
 */
final class Carrier {
    private static final Logger LOG = LoggerFactory.getLogger(SyncEngine.class);
    /** How many assets the server is asked for at once. */
    private static final int BATCH = 500;

    private final Session session;
    private final AssetStorage assets;
    private final RemoteAssets remote;
    private final boolean eager;
    private final Calls calls;
    private final CarriedReferences references;
    private final Movement movement;
    /** What the server has said that it has, of what is referred to. */
    private final Set<AssetHash> there = new HashSet<>();
    /** What is not here, as of the last look at all of it. */
    private final Set<AssetHash> lacking = new HashSet<>();

    private long lookedAt;
    private boolean running;
    private boolean connected;
    private boolean mayPush;
    private boolean anew;
    private boolean looking;
    private boolean lookAgain;
    private boolean swept;
    private boolean closed;
    private Set<WorkflowId> scope = Set.of();
    /** Counts starts, so that an answer to a question from before is known. */
    private int times;

    Carrier(Session session, AssetStorage assets, RemoteAssets remote, Movement movement, Calls calls, boolean eager) {
        this.session = session;
        this.assets = assets;
        this.remote = remote;
        this.movement = movement;
        this.calls = calls;
        this.eager = eager;
        references = new CarriedReferences(session.store());
        movement.onIdle(this::look);
        movement.onArrival(this::arrived);
    }

    Movement movement() {
        return movement;
    }

    void start() {
        running = true;
        anew = true;
        times++;
        lookedAt = session.scheduler().nanoTime();
    }

    /** After the next sync everything is tried once more, whatever was said of it. */
    void anew() {
        anew = true;
    }

    void stop() {
        // who prefetches from an engine that does not run has looked, too
        references.close();
        if (!running) {
            return;
        }
        running = false;
        connected = false;
        looking = false;
        swept = false;
        times++;
        there.clear();
        lacking.clear();
        movement.stop();
    }

    /** Stops for good. */
    void close() {
        closed = true;
        stop();
        movement.close();
    }

    /** Operations are on their way; assets that do not move yet wait for them. */
    void structureFirst() {
        movement.hold(true);
    }

    /** Operations have gone both ways. */
    void synced(Set<WorkflowId> workflows, boolean writable) {
        connected = true;
        mayPush = writable;
        scope = workflows;
        if (anew) {
            anew = false;
            lacking.clear();
            movement.resume();
        }
        movement.hold(false);
        look();
    }

    /** Operations did not go through, so what the server has may be another by the next time. */
    void away() {
        connected = false;
        there.clear();
        movement.hold(false);
    }

    /** Something came in by itself. */
    void changed() {
        if (eager) {
            look();
        }
    }

    private void look() {
        if (!running || !connected || movement.isPausing()) {
            return;
        }
        if (looking) {
            lookAgain = true;
            return;
        }
        looking = true;
        lookAgain = false;
        try {
            references.refresh();
            Map<AssetHash, AssetRef> wanted = references.of(scope);
            forget(wanted);
            ask(new ArrayDeque<>(here(wanted).values()), times);
        } catch (RuntimeException e) {
            // the store or its place of assets does not answer; the next sync looks again
            looking = false;
            LOG.atInfo().log("Which assets are to be carried cannot be told now: {}", e.getMessage());
        }
    }

    /** What nobody refers to any more need not be carried, and if it comes back the server is asked anew. */
    private void forget(Map<AssetHash, AssetRef> wanted) {
        there.retainAll(wanted.keySet());
        lacking.retainAll(wanted.keySet());
        movement.keep(wanted.keySet());
        if (!swept) {
            swept = true;
            Set<AssetHash> all = new HashSet<>(references.of(Set.of()).keySet());
            movement.hauls().forEach(haul -> all.add(haul.hash()));
            assets.forgetArrivals(all);
        }
    }

    /** What is here and perhaps not there; what is not here is fetched if that is the policy. */
    private Map<AssetHash, AssetInfo> here(Map<AssetHash, AssetRef> wanted) {
        long now = session.scheduler().nanoTime();
        if (now - lookedAt >= SyncOptions.DEFAULT.audit().toNanos()) {
            lookedAt = now;
            lacking.clear();
        }
        Map<AssetHash, AssetInfo> here = new LinkedHashMap<>();
        wanted.forEach((hash, ref) -> {
            if (lacking.contains(hash) || there.contains(hash) || movement.knows(hash)) {
                return;
            }
            Optional<AssetInfo> info = assets.stat(ref);
            if (info.isPresent()) {
                here.put(hash, info.get());
            } else if (eager) {
                movement.want(new Haul(hash, ref, Way.DOWN, ref.bytes().orElse(0)));
            } else {
                lacking.add(hash);
            }
        });
        return here;
    }

    /** Asks for one batch after the other which of them the server lacks. */
    private void ask(Deque<AssetInfo> left, int asked) {
        if (asked != times) {
            return;
        }
        if (left.isEmpty() || !mayPush) {
            looked();
            return;
        }
        Map<AssetHash, AssetInfo> batch = new LinkedHashMap<>();
        while (batch.size() < BATCH && !left.isEmpty()) {
            AssetInfo info = left.remove();
            info.ref().hash().ifPresent(hash -> batch.put(hash, info));
        }
        calls.ask(() -> remote.missing(batch.keySet()), session.options().patience(), reply -> {
            if (asked != times) {
                return;
            }
            if (reply instanceof RemoteReply.Ok<Set<AssetHash>> ok) {
                answered(batch, ok.value());
                ask(left, asked);
            } else {
                notAnswered(((RemoteReply.Failed<Set<AssetHash>>) reply).failure());
            }
        });
    }

    private void answered(Map<AssetHash, AssetInfo> batch, Set<AssetHash> missing) {
        batch.forEach((hash, info) -> {
            if (missing.contains(hash)) {
                movement.want(new Haul(hash, info.ref(), Way.UP, info.bytes()));
            } else {
                there.add(hash);
            }
        });
        movement.move();
    }

    private void notAnswered(RemoteFailure failure) {
        looking = false;
        switch (HaulFailures.reason(failure)) {
            case REFUSED, TOO_LARGE -> LOG.atWarn().log("The server does not say which assets it lacks: {}", failure);
            default -> movement.pause(HaulFailures.reason(failure), failure.retryAfter());
        }
    }

    private void looked() {
        looking = false;
        movement.move();
        if (lookAgain) {
            look();
        }
    }

    /** Has what a workflow refers to. */
    Map<AssetHash, AssetRef> referredBy(WorkflowId workflow) {
        if (closed) {
            return Map.of();
        }
        references.refresh();
        return references.of(Set.of(workflow));
    }

    /** An asset has been sent or has come. */
    private void arrived(AssetHash hash) {
        there.add(hash);
        lacking.remove(hash);
    }
}
