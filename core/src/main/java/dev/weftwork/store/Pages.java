package dev.weftwork.store;

import dev.weftwork.change.EntityKind;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.oplog.FoldedRow;
import dev.weftwork.oplog.RowSummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which rows hold the entities of one workflow: one row of its own for the workflow, and for each kind of entity pages
 * of neighbours. Immutable.
 *
 * @param own the checksum of the workflow's own row, or null if there is none
 * @param byKind the pages of each kind, in the order of the ids in them
 * @param summary how many rows there are, and the sum of their checksums
 */
record Pages(@Nullable Integer own, Map<EntityKind, List<Page>> byKind, RowSummary summary) {
    static final Pages NONE = new Pages(null, Map.of(), RowSummary.EMPTY);

    /**
     * One row of several entities.
     *
     * @param row the row's id
     * @param ids the ids of the entities in it, in order
     * @param sum the row's checksum
     */
    record Page(String row, List<String> ids, int sum) {
        String first() {
            return ids.get(0);
        }
    }

    Pages {
        byKind = Map.copyOf(byKind);
    }

    List<Page> of(EntityKind kind) {
        return byKind.getOrDefault(kind, List.of());
    }

    /** Notes rows as they are read. */
    static final class Builder {
        private final WorkflowId workflow;
        private @Nullable Integer own;
        private final Map<EntityKind, List<Page>> byKind = new HashMap<>();
        private RowSummary summary = RowSummary.EMPTY;

        Builder(WorkflowId workflow) {
            this.workflow = workflow;
        }

        void add(FoldedRow row) {
            summary = summary.plus(row.sum());
            if (row.entities().isEmpty()) {
                return;
            }
            EntityKind kind = row.entities().get(0).key().kind();
            if (kind.equals(EntityKind.WORKFLOW) && row.id().equals(workflow.value())) {
                own = row.sum();
                return;
            }
            List<String> ids = new ArrayList<>(row.entities().size());
            row.entities().forEach(entity -> ids.add(entity.key().id()));
            byKind.computeIfAbsent(kind, each -> new ArrayList<>()).add(new Page(row.id(), ids, row.sum()));
        }

        Pages build() {
            byKind.values().forEach(pages -> pages.sort(Comparator.comparing(Page::first)));
            return new Pages(own, byKind, summary);
        }
    }
}
