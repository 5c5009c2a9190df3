package dev.weftwork.store;

import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.GraphState;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.SnapshotPage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The graphs that the rows of a server's snapshot come to. */
final class Snapshot {
    private Snapshot() {}

    static Map<WorkflowId, GraphState> of(List<SnapshotPage.Row> rows, Predicate<WorkflowId> which) {
        Map<WorkflowId, Map<EntityKey, Entity>> entities = RowRemains.byId();
        Map<WorkflowId, Long> updated = RowRemains.byId();
        // a snapshot that is taken while others write may hold an entity in two parts
        rows.stream().filter(row -> which.test(row.workflow())).forEach(row -> {
            entities.computeIfAbsent(row.workflow(), id -> new HashMap<>())
                    .merge(row.entity().key(), row.entity(), Entity::join);
            updated.merge(row.workflow(), Math.max(row.updatedAt(), row.entity().updatedAt()), Math::max);
        });
        Map<WorkflowId, GraphState> states = RowRemains.byId();
        entities.forEach((id, found) -> {
            GraphState.Builder builder = GraphState.builder(id);
            found.values().forEach(entity -> builder.put(entity, updated.getOrDefault(id, 0L)));
            states.put(id, builder.build());
        });
        return states;
    }
}
