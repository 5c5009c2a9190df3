package dev.weftwork.sync;

import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.SnapshotManifest;
import dev.weftwork.spi.SnapshotPage;
import dev.weftwork.spi.SnapshotPart;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was fetched so far of a snapshot, so that one which was interrupted goes on where it stood. A part's id names what
 * is in it, so what was fetched for one snapshot is good for the next as well. Confined to the engine's lane.
 */
final class PartsAtHand {
    /** Servers keep parts for an hour. */
    private static final long KEPT = Duration.ofMinutes(50).toNanos();

    private static final SnapshotPage EMPTY = new SnapshotPage(List.of());

    private final Map<String, SnapshotPage> pages = new HashMap<>();
    private Set<WorkflowId> scope = Set.of();
    private long asked;
    private @Nullable SnapshotManifest manifest;

    /** The snapshot that is being fetched, or null if one has to be asked for. */
    @Nullable SnapshotManifest manifest(Set<WorkflowId> wanted, long now) {
        return scope.equals(wanted) && now - asked < KEPT ? manifest : null;
    }

    /** Goes on with another snapshot; what it shares with the last one is kept. */
    void begin(SnapshotManifest next, Set<WorkflowId> wanted, long now) {
        manifest = next;
        scope = wanted;
        asked = now;
        pages.keySet().retainAll(next.parts().stream().map(SnapshotPart::id).toList());
    }

    /** The snapshot cannot be fetched any more; its parts may do for the next. */
    void drop() {
        manifest = null;
    }

    /** The snapshot was taken in. */
    void clear() {
        manifest = null;
        pages.clear();
    }

    void put(SnapshotPart part, SnapshotPage page) {
        pages.put(part.id(), page);
    }

    /** The first part that is not at hand, or null if all are. */
    @Nullable SnapshotPart missing(SnapshotManifest of) {
        return of.parts().stream()
                .filter(part -> !pages.containsKey(part.id()))
                .findFirst()
                .orElse(null);
    }

    List<SnapshotPage.Row> rows(SnapshotManifest of) {
        return of.parts().stream()
                .map(SnapshotPart::id)
                .distinct()
                .flatMap(id -> pages.getOrDefault(id, EMPTY).entities().stream())
                .toList();
    }

    long entities() {
        return pages.values().stream().mapToLong(page -> page.entities().size()).sum();
    }
}
