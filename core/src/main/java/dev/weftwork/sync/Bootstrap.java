package dev.weftwork.sync;

import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteReply;
import dev.weftwork.spi.RemoteTime;
import dev.weftwork.spi.SnapshotManifest;
import dev.weftwork.spi.SnapshotPage;
import dev.weftwork.spi.SnapshotPart;
import dev.weftwork.spi.SnapshotRequest;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Fetches a snapshot part by part, and goes on with one that was interrupted. Used once, confined to the engine's lane. */
final class Bootstrap {
    private static final int MOST_MANIFESTS = 3;

    private final Session session;
    private final PartsAtHand parts;
    private final Asking asking;
    private final Consumer<RemoteFailure> fail;
    private final Set<WorkflowId> scope;
    private int manifests;

    /** How a round asks. */
    interface Asking {
        <T> void ask(
                Supplier<CompletableFuture<RemoteReply<T>>> call,
                BiConsumer<T, RemoteTime> then,
                Consumer<RemoteFailure> otherwise);
    }

    /** Of some workflows, or of all if there are none. */
    Bootstrap(Session session, Set<WorkflowId> scope, Asking asking, Consumer<RemoteFailure> fail) {
        this.session = session;
        this.parts = session.parts();
        this.asking = asking;
        this.fail = fail;
        this.scope = scope;
    }

    void run(BiConsumer<SnapshotManifest, List<SnapshotPage.Row>> then) {
        SnapshotManifest begun = parts.manifest(scope, session.scheduler().nanoTime());
        if (begun == null) {
            begin(then);
        } else {
            next(begun, then);
        }
    }

    private void begin(BiConsumer<SnapshotManifest, List<SnapshotPage.Row>> then) {
        manifests++;
        asking.ask(
                () -> session.remote().snapshot(new SnapshotRequest(scope)),
                (manifest, time) -> {
                    parts.begin(manifest, scope, session.scheduler().nanoTime());
                    next(manifest, then);
                },
                fail);
    }

    private void next(SnapshotManifest manifest, BiConsumer<SnapshotManifest, List<SnapshotPage.Row>> then) {
        SnapshotPart part = parts.missing(manifest);
        if (part == null) {
            then.accept(manifest, parts.rows(manifest));
            // not before: a store that could not take it in tries again with what is at hand
            parts.clear();
            return;
        }
        asking.ask(
                () -> session.remote().part(part),
                (page, time) -> {
                    parts.put(part, page);
                    session.progress(
                            parts.entities(),
                            manifest.parts().stream()
                                    .mapToLong(SnapshotPart::entities)
                                    .sum());
                    next(manifest, then);
                },
                failure -> failed(failure, then));
    }

    /** A part that is gone takes its snapshot with it; any other failure may pass. */
    private void failed(RemoteFailure failure, BiConsumer<SnapshotManifest, List<SnapshotPage.Row>> then) {
        boolean passing = switch (failure.kind()) {
            case UNAVAILABLE, UNAUTHORIZED, OTHER_PLACE -> true;
            default -> false;
        };
        if (!passing) {
            parts.drop();
        }
        if (passing || manifests == MOST_MANIFESTS) {
            fail.accept(failure);
        } else {
            begin(then);
        }
    }
}
