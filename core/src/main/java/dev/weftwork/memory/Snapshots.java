package dev.weftwork.memory;

import dev.weftwork.change.GraphState;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.spi.SnapshotPage;
import dev.weftwork.spi.SnapshotPart;
import dev.weftwork.spi.SnapshotRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parts of snapshots, kept for as long as somebody may fetch them. */
final class Snapshots {
    private static final int PART = 1_000;
    private static final long KEPT_MILLIS = Duration.ofHours(2).toMillis();

    private final Scheduler scheduler;
    private final Map<String, Kept> parts = new LinkedHashMap<>();
    private final Map<SnapshotPage, String> names = new HashMap<>();
    private long made;

    private record Kept(SnapshotPage page, long at) {}

    Snapshots(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    synchronized List<SnapshotPart> make(Map<WorkflowId, GraphState> states, SnapshotRequest request) {
        long now = scheduler.wallMillis();
        parts.values().removeIf(kept -> kept.at < now - KEPT_MILLIS);
        names.values().retainAll(parts.keySet());
        List<SnapshotPage.Row> rows = new ArrayList<>();
        states.forEach((workflow, state) -> {
            if (request.workflows().isEmpty() || request.workflows().contains(workflow)) {
                state.forEach(entity -> rows.add(SnapshotPage.Row.of(workflow, entity, state.updatedAt())));
            }
        });
        List<SnapshotPart> made = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += PART) {
            made.add(keep(rows.subList(from, Math.min(from + PART, rows.size())), now));
        }
        return made;
    }

    private SnapshotPart keep(List<SnapshotPage.Row> rows, long now) {
        SnapshotPage page = new SnapshotPage(rows);
        String id = names.computeIfAbsent(page, each -> "part-" + ++made);
        parts.put(id, new Kept(page, now));
        return new SnapshotPart(id, 0, rows.size());
    }

    synchronized @Nullable SnapshotPage page(String id) {
        Kept kept = parts.get(id);
        return kept == null ? null : kept.page;
    }
}
