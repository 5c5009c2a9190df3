package dev.weftwork.server.http;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.Place;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.server.ServerMetrics;
import dev.weftwork.server.storage.WorkspaceReader;
import dev.weftwork.spi.RemoteCursor;
import dev.weftwork.spi.SnapshotManifest;
import dev.weftwork.spi.SnapshotPage;
import dev.weftwork.wire.Problem;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Makes snapshots, each once however many ask for it. A snapshot is kept until the workspace has moved on, and whoever
 * asks while it is being made waits for it. Nobody gets one that is older than the moment of asking: what a client has seen
 * is always in it. Thread-safe.
 */
final class Snapshots {
    /** Each holds a connection for as long as it takes, and there are few. */
    private static final int AT_ONCE = 2;
    /** A manifest is a few lines; the parts are files. */
    private static final int MOST_KEPT = 64;

    private static final Duration SOON = Duration.ofSeconds(2);

    private final Workspaces workspaces;
    private final PartFiles files;
    private final ServerMetrics metrics;
    private final Readings readings;
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final Map<Wanted, CompletableFuture<Made>> underWay = new ConcurrentHashMap<>();
    private final Map<Wanted, Made> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Wanted, Made> eldest) {
            return size() > MOST_KEPT;
        }
    };

    /** Of which workspace, and of which workflows; of all if the set is empty. */
    record Wanted(String workspace, Set<WorkflowId> workflows) {}

    /** Where a workspace stands: what lies below the floor may have been removed for good. */
    private record Standing(Place head, Place floor) {
        static Standing of(WorkspaceReader reader) {
            return new Standing(reader.headPlace(), reader.floorPlace());
        }

        boolean covers(Standing other) {
            return head.epoch() == other.head.epoch()
                    && head.seq() >= other.head.seq()
                    && floor.seq() >= other.floor.seq();
        }
    }

    private record Made(Standing standing, SnapshotManifest manifest) {
        boolean covers(Standing asked) {
            return standing.covers(asked);
        }
    }

    Snapshots(Workspaces workspaces, PartFiles files, ServerMetrics metrics, Readings readings) {
        this.readings = readings;
        this.workspaces = workspaces;
        this.files = files;
        this.metrics = metrics;
    }

    CompletableFuture<SnapshotManifest> manifest(Wanted wanted) throws IOException {
        Standing asked = workspaces.read(wanted.workspace, Standing::of);
        return upToDate(wanted, asked).thenApply(Made::manifest);
    }

    private CompletableFuture<Made> upToDate(Wanted wanted, Standing asked) {
        CompletableFuture<Made> mine = new CompletableFuture<>();
        CompletableFuture<Made> others = underWay.putIfAbsent(wanted, mine);
        if (others != null) {
            // it may have been begun before what this caller has seen; the next one was not
            return others.thenCompose(
                    made -> made.covers(asked) ? CompletableFuture.completedFuture(made) : upToDate(wanted, asked));
        }
        try {
            Made present = kept(wanted);
            Made made = present != null && isStillGood(present, wanted, asked) ? present : make(wanted);
            keep(wanted, made);
            underWay.remove(wanted);
            mine.complete(made);
        } catch (IOException | RuntimeException | Error e) {
            // whoever waits for it hears of it, also when memory ends
            underWay.remove(wanted);
            mine.completeExceptionally(e);
        }
        return mine;
    }

    private boolean isStillGood(Made made, Wanted wanted, Standing asked) {
        return made.covers(asked)
                && files.renew(wanted.workspace, made.manifest().parts());
    }

    private @Nullable Made kept(Wanted wanted) {
        synchronized (kept) {
            return kept.get(wanted);
        }
    }

    private void keep(Wanted wanted, Made made) {
        synchronized (kept) {
            kept.put(wanted, made);
        }
    }

    private Made make(Wanted wanted) throws IOException {
        if (!places.tryAcquire()) {
            throw new ProblemException(new Problem(503, "busy", "Other snapshots are being made; try again"), SOON);
        }
        Readings.Room room = readings.room();
        try {
            metrics.snapshotMade();
            return workspaces.read(wanted.workspace, reader -> write(reader, wanted, room));
        } finally {
            room.giveBack();
            places.release();
        }
    }

    private Made write(WorkspaceReader reader, Wanted wanted, Readings.Room room) throws IOException {
        PartFiles.Writing writing = files.write(wanted.workspace);
        WorkspaceReader.Wanted all = (kind, bytes) -> {
            room.row(bytes);
            return true;
        };
        reader.entities(wanted.workflows, all, (workflow, entity) -> {
            boolean own = entity.key().equals(EntityKey.of(workflow));
            long updatedAt = own ? reader.updatedAt(workflow) : 0;
            writing.add(SnapshotPage.Row.of(workflow, entity, updatedAt));
        });
        Place place = reader.headPlace();
        RemoteCursor cursor = new RemoteCursor(place.text());
        return new Made(Standing.of(reader), new SnapshotManifest(cursor, place.seq(), writing.finish()));
    }
}
