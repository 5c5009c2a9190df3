package dev.weftwork.store;

import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.GraphState;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.oplog.FoldedRow;
import dev.weftwork.oplog.RowSummary;
import dev.weftwork.spi.WriteTransaction;
import dev.weftwork.store.Pages.Page;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Brings the rows of one workflow up to a state of it. Entities lie in pages by the order of their ids; a page that
 * holds one that changed is written anew, and cut when it has become too large. Used once.
 */
final class PageFold {
    /** Measured: with 64 entities a load costs a third of what single rows cost; more gains little. */
    private static final int USUAL_ENTITIES = 64;

    private static final int MOST_ENTITIES = 96;

    private final GraphState state;
    private final Pages before;
    private final long position;
    private final WriteTransaction transaction;
    private final Map<EntityKind, List<Page>> byKind;
    private RowSummary summary;

    PageFold(GraphState state, Pages before, long position, WriteTransaction transaction) {
        this.state = state;
        this.before = before;
        this.position = position;
        this.transaction = transaction;
        byKind = new HashMap<>(before.byKind());
        summary = before.summary();
    }

    /** Writes what changed, and the workflow's own row in any case: it says when anything in it last changed. */
    Pages write(Set<EntityKey> dirty) throws IOException {
        EntityKey self = EntityKey.of(state.id());
        Map<EntityKind, List<Entity>> changed = new TreeMap<>(Comparator.comparing(EntityKind::name));
        for (EntityKey key : dirty) {
            Entity entity = state.entity(key);
            if (entity != null && !key.equals(self)) {
                changed.computeIfAbsent(key.kind(), each -> new ArrayList<>()).add(entity);
            }
        }
        for (Map.Entry<EntityKind, List<Entity>> entry : changed.entrySet()) {
            entry.getValue().sort(Comparator.comparing(PageFold::id));
            byKind.put(entry.getKey(), write(entry.getKey(), entry.getValue()));
        }
        FoldedRow.Written own = FoldedRow.write(state.id(), state.self(), position, state.updatedAt());
        transaction.put(own.row());
        summary = (before.own() == null ? summary : summary.minus(before.own())).plus(own.sum());
        transaction.setting(Keys.rows(state.id()), summary.toString());
        return new Pages(own.sum(), byKind, summary);
    }

    private static String id(Entity entity) {
        return entity.key().id();
    }

    private List<Page> write(EntityKind kind, List<Entity> changed) throws IOException {
        List<Page> old = before.of(kind);
        RowIds free = new RowIds(state.id(), old);
        if (old.isEmpty()) {
            return cut(changed, free);
        }
        List<Page> pages = new ArrayList<>(old.size() + changed.size() / USUAL_ENTITIES + 1);
        int from = 0;
        for (int i = 0; i < old.size(); i++) {
            Page page = old.get(i);
            // ids before the first page belong to it, too
            int to = i + 1 == old.size()
                    ? changed.size()
                    : firstFrom(old.get(i + 1).first(), changed, from);
            if (from == to) {
                pages.add(page);
            } else {
                summary = summary.minus(page.sum());
                free.reuse(page.row());
                pages.addAll(cut(merged(kind, page, changed.subList(from, to)), free));
            }
            from = to;
        }
        return pages;
    }

    private static int firstFrom(String id, List<Entity> sorted, int from) {
        int at = from;
        while (at < sorted.size() && id(sorted.get(at)).compareTo(id) < 0) {
            at++;
        }
        return at;
    }

    /** What is in a page, as it is now, and what came to it; by id. */
    private List<Entity> merged(EntityKind kind, Page page, List<Entity> changed) {
        List<Entity> merged = new ArrayList<>(page.ids().size() + changed.size());
        int next = 0;
        for (String id : page.ids()) {
            int to = firstFrom(id, changed, next);
            merged.addAll(changed.subList(next, to));
            next = to < changed.size() && id(changed.get(to)).equals(id) ? to + 1 : to;
            Entity entity = state.entity(new EntityKey(kind, id));
            if (entity != null) {
                merged.add(entity);
            }
        }
        merged.addAll(changed.subList(next, changed.size()));
        return merged;
    }

    private List<Page> cut(List<Entity> entities, RowIds free) throws IOException {
        List<Page> pages = new ArrayList<>(entities.size() / USUAL_ENTITIES + 1);
        int from = 0;
        while (from < entities.size()) {
            int rest = entities.size() - from;
            int most = rest <= MOST_ENTITIES ? rest : USUAL_ENTITIES;
            Page page = page(entities.subList(from, from + most), free);
            pages.add(page);
            from += page.ids().size();
        }
        return pages;
    }

    /** Writes one page of as many as it can take. */
    private Page page(List<Entity> entities, RowIds free) throws IOException {
        FoldedRow.Written written = FoldedRow.page(state.id(), free.next(), entities, position);
        transaction.put(written.row());
        summary = summary.plus(written.sum());
        List<String> ids = new ArrayList<>(written.size());
        entities.subList(0, written.size()).forEach(entity -> ids.add(id(entity)));
        return new Page(written.row().id(), ids, written.sum());
    }

    /** Numbers for rows: one that a page had before, else one that no page of the kind, nor the workflow, has. */
    private static final class RowIds {
        private final Set<String> taken = new HashSet<>();
        private final List<String> reusable = new ArrayList<>();
        private int number;

        RowIds(WorkflowId workflow, List<Page> pages) {
            pages.forEach(page -> taken.add(page.row()));
            taken.add(workflow.value());
            number = pages.size();
        }

        void reuse(String id) {
            reusable.add(id);
        }

        String next() {
            if (!reusable.isEmpty()) {
                return reusable.remove(reusable.size() - 1);
            }
            String id;
            do {
                id = Integer.toString(++number);
            } while (!taken.add(id));
            return id;
        }
    }
}
