package dev.weftwork.store;

import dev.weftwork.asset.AssetMove;
import dev.weftwork.asset.AssetMoveListener;
import dev.weftwork.asset.AssetStorage;
import dev.weftwork.asset.MovableAssets;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.metrics.OperationMetrics;
import dev.weftwork.schedule.Lane;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.spi.AssetAdapter;
import dev.weftwork.spi.StorageException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Assets as a store has them, if it was given a place for them. */
final class StoreAssets {
    private static final Logger LOG = LoggerFactory.getLogger(StoreAssets.class);
    /** When a place that did not take a binary is asked again. */
    private static final Duration RETRY = Duration.ofSeconds(60);

    private final @Nullable Kept kept;
    private final Scheduler scheduler;
    private final AtomicBoolean retrying = new AtomicBoolean();
    private volatile Runnable retry = () -> {};
    private volatile boolean closing;

    private record Kept(
            MovableAssets place,
            StorePlace front,
            AssetStorage assets,
            Offloading offloading,
            Leftovers leftovers,
            Lane lane) {}

    private StoreAssets(@Nullable Kept kept, Scheduler scheduler) {
        this.kept = kept;
        this.scheduler = scheduler;
    }

    static StoreAssets of(StoreBuilder builder, Scheduler scheduler, OperationMetrics metrics) {
        AssetAdapter given = builder.assets;
        if (given == null) {
            return new StoreAssets(null, scheduler);
        }
        Leftovers leftovers = new Leftovers();
        MovableAssets place = MovableAssets.in(given);
        StorePlace front = new StorePlace(place, leftovers);
        AssetStorage assets = AssetStorage.on(front, scheduler::wallMillis);
        Offloading offloading = new Offloading(builder.assetPolicy, assets);
        AssetStorage timed = new TimedAssets(assets, scheduler, metrics);
        return new StoreAssets(
                new Kept(place, front, timed, offloading, leftovers, scheduler.lane("assets")), scheduler);
    }

    /** What graphs refer to is kept from now on, and what killed processes left is swept away. */
    void begin(Engine engine, ImportNotes imports) {
        if (kept == null) {
            return;
        }
        AssetStorage.Registration unused = kept.assets.alsoReferredBy(new GraphReferences(engine));
        Stragglers stragglers = new Stragglers(engine, this);
        retry = () -> whileOpen(() -> {
            retrying.set(false);
            stragglers.retry(kept.leftovers);
            retryLater();
        });
        collect(kept, imports);
        kept.lane.execute(() -> whileOpen(kept.assets::sweep));
    }

    /** What is put meanwhile stays: it may be what a killed import had put, and its reference is still to come. */
    private void collect(Kept own, ImportNotes imports) {
        HeldPuts puts = new HeldPuts(own.assets);
        own.front.tell(puts::hold);
        own.lane.execute(() -> {
            try {
                whileOpen(() -> {
                    if (imports.anyKilled()) {
                        puts.keep();
                        imports.collect(own.assets);
                    }
                });
            } finally {
                own.front.tell(hash -> {});
                puts.close();
            }
        });
    }

    /** Moves all assets to another place. */
    AssetMove relocate(AssetAdapter other, AssetMoveListener listener) {
        return required().place.relocate(other, listener);
    }

    /** Moves binaries out of all workflows. */
    int offload(Engine engine) {
        return new Stragglers(engine, this).runAll(required().leftovers);
    }

    private void whileOpen(Runnable work) {
        try {
            if (!closing) {
                work.run();
            }
        } catch (StorageException e) {
            LOG.atInfo().log("Assets are left as they are for now: {}", e.getMessage());
        } catch (IllegalStateException e) {
            if (!closing) {
                throw e;
            }
        }
    }

    boolean isThere() {
        return kept != null;
    }

    AssetStorage storage() {
        return required().assets;
    }

    Offloading offloading() {
        return required().offloading;
    }

    private Kept required() {
        if (kept == null) {
            throw new IllegalStateException(
                    "The store was opened without a place for assets; call assets(…) before open()");
        }
        return kept;
    }

    /** Whether an edit may hold what has to move before it is written; refuses it if that is the policy. */
    boolean concernedBy(List<EntityWrites> writes) {
        if (kept == null) {
            return false;
        }
        kept.offloading.refuse(writes);
        return kept.offloading.concerns(writes);
    }

    /** How long an edit will be once its binaries have moved out, with each of them decoded: for edits beyond the limit. */
    long lengthAfter(List<EntityWrites> writes) {
        return OpSize.of(offloading().outcome(writes));
    }

    /** The same roughly, by the look of it. */
    long lengthWithout(List<EntityWrites> writes) {
        return OpSize.of(offloading().sketch(writes));
    }

    /** Whether the place refused a binary and has not been asked since. */
    boolean isAiling() {
        return required().leftovers.failure() != null;
    }

    /** What the place said when it was last asked. */
    StorageException failure() {
        StorageException why = required().leftovers.failure();
        return why != null
                ? why
                : new StorageException(StorageException.Kind.IO, "Assets could not be put", "They are tried again");
    }

    /** What anything that came out of putting an asset says of the place. */
    static StorageException failed(Throwable thrown) {
        return thrown instanceof StorageException known
                ? known
                : new StorageException(
                        StorageException.Kind.IO,
                        "The place for assets failed in a way it should not: " + thrown,
                        "See to the place, or report the failure to who wrote its adapter",
                        thrown);
    }

    /** Whether there is no later any more. */
    boolean isClosing() {
        return closing;
    }

    /** Takes note that binaries stay in the fields of a workflow. */
    void leftBehind(WorkflowId id, StorageException why) {
        required().leftovers.add(id, why);
        retryLater();
    }

    private void retryLater() {
        if (kept == null || kept.leftovers.failure() == null || !retrying.compareAndSet(false, true)) {
            return;
        }
        try {
            scheduler.schedule(RETRY, () -> {
                if (!closing) {
                    kept.lane.execute(retry);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.atInfo().log("Binaries stay in the graph, since the scheduler takes no more work");
        }
    }

    /** From now on nothing waits for a place that says "later". */
    void beforeClose() {
        closing = true;
    }

    /** Lets go of the place; gives the failure that was, or else the one that this brings. */
    @Nullable StorageException close(@Nullable StorageException failure) {
        closing = true;
        try {
            if (kept != null) {
                kept.lane.close();
                kept.place.close();
            }
        } catch (IOException | StorageException e) {
            return failure != null
                    ? failure
                    : new StorageException(
                            e instanceof StorageException known ? known.kind() : StorageException.Kind.IO,
                            "The place of assets reported a failure when it was closed: " + e.getMessage(),
                            "What was put still is there; check the disk",
                            e);
        }
        return failure;
    }
}
