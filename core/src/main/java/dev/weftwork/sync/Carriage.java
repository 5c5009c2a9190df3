package dev.weftwork.sync;

import dev.weftwork.asset.AssetStorage;
import dev.weftwork.graph.AssetFacts;
import dev.weftwork.graph.AssetHash;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.schedule.Lane;
import dev.weftwork.spi.RemoteAssets;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.store.Store;
import dev.weftwork.sync.AssetFailure.Reason;
import dev.weftwork.sync.AssetTransfer.Way;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The side of an engine that carries assets, if there is a place for them at both ends: brings each call to its lane. */
final class Carriage implements AssetTransfers {
    private final Session session;
    private final Lane lane;
    private final @Nullable Carrier carrier;
    private final @Nullable Movement movement;

    Carriage(Session session, Told told, int most, boolean eager) {
        this.session = session;
        lane = session.storeEnd().quiet(session.scheduler().lane("carry"));
        RemoteAssets remote = session.remote().assets().orElse(null);
        AssetStorage place = place(session.store());
        if (remote == null || place == null) {
            movement = null;
            carrier = null;
        } else {
            Calls calls = new Calls(session.scheduler(), lane);
            movement = new Movement(session, place, remote, calls, told, most);
            carrier = new Carrier(session, place, remote, movement, calls, eager);
        }
    }

    private static @Nullable AssetStorage place(Store store) {
        try {
            return store.assets();
        } catch (IllegalStateException e) {
            // it was opened without a place for assets
            return null;
        }
    }

    private boolean on(Consumer<Carrier> task) {
        Carrier present = carrier;
        if (present == null) {
            return false;
        }
        try {
            lane.execute(() -> task.accept(present));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Does something, if there are assets to carry and the engine is not closed. */
    void tell(Consumer<Carrier> task) {
        boolean unused = on(task);
    }

    /** A sync has ended; called on the engine's lane. Who may only read never pushes all, but has come as far as it gets. */
    void synced(Scope.Reach about, SyncResult result) {
        boolean readOnly =
                result instanceof SyncResult.Failed failed && failed.failure().kind() == RemoteFailure.Kind.FORBIDDEN;
        boolean writable = session.mayPush();
        if (result.kind() == SyncResult.Kind.DONE || readOnly) {
            tell(present -> present.synced(about.pulled(), writable));
        } else {
            tell(Carrier::away);
        }
    }

    @Override
    public AssetState state(AssetRef ref) {
        required(ref);
        Movement present = movement;
        if (session.store().assets().stat(ref).isPresent()) {
            return AssetState.HERE;
        }
        boolean arriving =
                present != null && ref.hash().filter(present::isArriving).isPresent();
        return arriving ? AssetState.ARRIVING : AssetState.ABSENT;
    }

    @Override
    public CompletableFuture<AssetFetch> get(AssetRef ref) {
        required(ref);
        CompletableFuture<AssetFetch> future = new CompletableFuture<>();
        Optional<AssetRef> here = session.store().assets().stat(ref).map(info -> info.ref());
        if (here.isPresent()) {
            complete(future, new AssetFetch.Here(here.get()));
        } else if (ref.hash().isEmpty()) {
            complete(future, new AssetFetch.Nameless(ref));
        } else {
            fetch(ref.hash().get(), ref, false, future);
        }
        return future;
    }

    private static void required(AssetRef ref) {
        Objects.requireNonNull(ref, "A reference is needed; a field of a graph holds it");
    }

    private void fetch(AssetHash hash, AssetRef ref, boolean background, CompletableFuture<AssetFetch> future) {
        boolean asked =
                on(present -> present.movement().fetch(hash, ref, background, outcome -> complete(future, outcome)));
        if (!asked) {
            complete(future, new AssetFetch.Failed(nowhere(hash)));
        }
    }

    private AssetFailure nowhere(AssetHash hash) {
        return carrier == null
                ? new AssetFailure(hash, Way.DOWN, Reason.REFUSED, "The server of this engine carries no assets")
                : new AssetFailure(hash, Way.DOWN, Reason.STOPPED, "The engine is closed");
    }

    /** A host's continuation never runs on the lane. */
    private <T> void complete(CompletableFuture<T> future, T value) {
        session.scheduler().callbacks().execute(() -> future.complete(value));
    }

    @Override
    public CompletableFuture<List<AssetFetch>> prefetch(WorkflowId workflow) {
        Objects.requireNonNull(workflow, "A workflow is needed; what it refers to is fetched");
        CompletableFuture<List<AssetFetch>> future = new CompletableFuture<>();
        boolean asked = on(present -> {
            try {
                follow(prefetch(present.referredBy(workflow)), future);
            } catch (RuntimeException e) {
                session.scheduler().callbacks().execute(() -> future.completeExceptionally(e));
            }
        });
        if (!asked) {
            complete(future, List.of());
        }
        return future;
    }

    @Override
    public CompletableFuture<List<AssetFetch>> prefetch(Set<AssetHash> hashes) {
        Objects.requireNonNull(hashes, "A set of hashes is needed; they name what is to be fetched");
        Map<AssetHash, AssetRef> refs = new LinkedHashMap<>();
        // where it lies is for the place here to say; the hash is all that is asked for
        hashes.forEach(hash ->
                refs.put(hash, new AssetRef.Idb(hash.hex(), new AssetFacts(null, null, hash, Json.EMPTY_OBJECT))));
        CompletableFuture<List<AssetFetch>> future = new CompletableFuture<>();
        follow(prefetch(refs), future);
        return future;
    }

    private CompletableFuture<List<AssetFetch>> prefetch(Map<AssetHash, AssetRef> refs) {
        List<CompletableFuture<AssetFetch>> each = new ArrayList<>();
        refs.forEach((hash, ref) -> {
            CompletableFuture<AssetFetch> future = new CompletableFuture<>();
            fetch(hash, ref, true, future);
            each.add(future);
        });
        return CompletableFuture.allOf(each.toArray(new CompletableFuture<?>[0]))
                .thenApply(all -> each.stream().map(CompletableFuture::join).toList());
    }

    private static <T> void follow(CompletableFuture<T> first, CompletableFuture<T> then) {
        CompletableFuture<?> unused = first.thenAccept(then::complete);
    }

    @Override
    public AssetTraffic traffic() {
        Movement present = movement;
        return present == null ? AssetTraffic.NONE : present.traffic();
    }

    /** Ends for good, in the time that is left; what has come stays. */
    void close(Supplier<Duration> left) {
        tell(Carrier::close);
        lane.awaitIdle(left.get());
        Movement present = movement;
        if (present != null) {
            present.awaitWork(left);
        }
        lane.close();
    }
}
