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
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Brings the rows of one workflow up to a state of it. Entities lie in pages by the order of their ids; a page that
 * holds one that changed is written anew, and cut when it has become too large. Used once.
 */
final class PageFold {
    /** Measured: with 64 entities a load costs a third of what single rows cost; more gains little. */
    private static final int USUAL_ENTITIES = 64;

    private static final int MOST_ENTITIES = 96;

    /** A page this long is cut, so that moving one node beside large ones does not write them all. */
    private static final int MOST_CHARACTERS = 65_536;

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
        Map<EntityKind, NavigableSet<String>> changed = new TreeMap<>(Comparator.comparing(EntityKind::name));
        for (EntityKey key : dirty) {
            if (!key.equals(self) && state.entity(key) != null) {
                changed.computeIfAbsent(key.kind(), each -> new TreeSet<>()).add(key.id());
            }
        }
        for (Map.Entry<EntityKind, NavigableSet<String>> entry : changed.entrySet()) {
            byKind.put(entry.getKey(), write(entry.getKey(), entry.getValue()));
        }
        FoldedRow.Written own = FoldedRow.write(state.id(), state.self(), position, state.updatedAt());
        transaction.put(own.row());
        summary = (before.own() == null ? summary : summary.minus(before.own())).plus(own.sum());
        transaction.setting(Keys.rows(state.id()), summary.toString());
        return new Pages(own.sum(), byKind, summary);
    }

    private List<Page> write(EntityKind kind, NavigableSet<String> changed) throws IOException {
        List<Page> old = before.of(kind);
        RowIds free = new RowIds(state.id(), old);
        List<Page> pages = new ArrayList<>(old.size() + changed.size() / USUAL_ENTITIES + 1);
        for (int i = 0; i < old.size(); i++) {
            Page page = old.get(i);
            boolean last = i + 1 == old.size();
            // ids before the first page belong to it, too
            Set<String> here =
                    last ? changed : changed.headSet(old.get(i + 1).ids().get(0), false);
            if (here.isEmpty()) {
                pages.add(page);
            } else {
                TreeSet<String> ids = new TreeSet<>(here);
                ids.addAll(page.ids());
                summary = summary.minus(page.sum());
                free.reuse(page.row());
                pages.addAll(cut(kind, ids, free));
                here.clear();
            }
        }
        return old.isEmpty() ? cut(kind, changed, free) : pages;
    }

    private List<Page> cut(EntityKind kind, Set<String> ids, RowIds free) throws IOException {
        List<Entity> all = new ArrayList<>(ids.size());
        long characters = 0;
        for (String id : ids) {
            Entity entity = state.entity(new EntityKey(kind, id));
            if (entity != null) {
                all.add(entity);
                characters += characters(entity);
            }
        }
        if (all.size() <= MOST_ENTITIES && characters <= MOST_CHARACTERS) {
            return List.of(page(all, free));
        }
        List<Page> pages = new ArrayList<>(all.size() / USUAL_ENTITIES + 1);
        int from = 0;
        long length = 0;
        for (int i = 0; i < all.size(); i++) {
            long more = characters(all.get(i));
            if (i - from == USUAL_ENTITIES || (i > from && length + more > MOST_CHARACTERS)) {
                pages.add(page(all.subList(from, i), free));
                from = i;
                length = 0;
            }
            length += more;
        }
        pages.add(page(all.subList(from, all.size()), free));
        return pages;
    }

    private static long characters(Entity entity) {
        long length = 0;
        for (int i = 0; i < entity.registers().size(); i++) {
            var value = entity.registers().value(i);
            length += entity.registers().field(i).length()
                    + (value == null ? 0 : value.text().length());
        }
        return length;
    }

    private Page page(List<Entity> entities, RowIds free) throws IOException {
        FoldedRow.Written written = FoldedRow.page(state.id(), free.next(), entities, position);
        transaction.put(written.row());
        summary = summary.plus(written.sum());
        List<String> ids = new ArrayList<>(entities.size());
        entities.forEach(entity -> ids.add(entity.key().id()));
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
