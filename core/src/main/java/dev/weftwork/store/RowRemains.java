package dev.weftwork.store;

import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.LikelyNames;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.oplog.FoldedRow;
import dev.weftwork.oplog.RowSummary;
import dev.weftwork.spi.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The rows of a store that could be read, from wherever. Confined to one thread. */
final class RowRemains {
    private final Map<WorkflowId, Map<EntityKey, Found>> entities = byId();
    /** Of rows that were read more than once, as from a backup, the later. */
    private final Map<WorkflowId, Map<String, FoldedRow>> rows = byId();

    private final LikelyNames names = new LikelyNames();

    /**
     * An entity as rows have it.
     *
     * @param entity its state
     * @param position the log position up to which that is folded
     */
    record Found(Entity entity, long position) {
        private Found join(Found other) {
            return new Found(entity.join(other.entity), Math.max(position, other.position));
        }
    }

    static <T> Map<WorkflowId, T> byId() {
        return new TreeMap<>(Comparator.comparing(WorkflowId::value));
    }

    /** Takes what is whole in a row and names the rest, or throws what says why nothing of it can be read. */
    void add(Row row, Consumer<String> lost) {
        WorkflowId workflow = WorkflowId.of(row.workflowId());
        List<String> damaged = new ArrayList<>();
        FoldedRow read = FoldedRow.read(row, names, damaged::add);
        // a text whose checksum is right can be read to the end; else nothing of it may be taken
        read.entities().forEach(Entity::registers);
        Map<EntityKey, Found> known = entities.computeIfAbsent(workflow, id -> new HashMap<>());
        for (Entity entity : read.entities()) {
            known.merge(entity.key(), new Found(entity, read.position()), Found::join);
        }
        Map<String, FoldedRow> whole = rows.computeIfAbsent(workflow, id -> new HashMap<>());
        damaged.forEach(lost);
        if (damaged.isEmpty()) {
            whole.merge(
                    row.kind() + "/" + row.id(),
                    read,
                    (one, other) -> one.position() >= other.position() ? one : other);
        }
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The workflows of which any row was read. */
    Set<WorkflowId> workflows() {
        return rows.keySet();
    }

    Collection<Found> of(WorkflowId id) {
        return entities.getOrDefault(id, Map.of()).values();
    }

    /** Up to where the rows hold an entity, or zero if they do not. */
    long foldedTo(WorkflowId id, EntityKey key) {
        Found found = entities.getOrDefault(id, Map.of()).get(key);
        return found == null ? 0 : found.position;
    }

    RowSummary summary(WorkflowId id) {
        RowSummary summary = RowSummary.EMPTY;
        for (FoldedRow row : rows.getOrDefault(id, Map.of()).values()) {
            summary = summary.plus(row.sum());
        }
        return summary;
    }
}
