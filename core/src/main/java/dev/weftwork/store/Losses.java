package dev.weftwork.store;

import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.oplog.DamagedTextException;
import dev.weftwork.oplog.RowSummary;
import dev.weftwork.store.RecoveryReport.Gap;
import dev.weftwork.store.RecoveryReport.Loss;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds out what is missing in the remains of a store. */
final class Losses {
    private static final int OLDEST = 1;

    private final Remains remains;
    private final Map<String, String> settings;
    private final boolean sealed;

    Losses(Remains remains, Map<String, String> settings, boolean sealed) {
        this.remains = remains;
        this.settings = settings;
        this.sealed = sealed;
    }

    /** Where the log has holes, from the first entry that rows do not hold to the last that was read. */
    List<Gap> gaps() {
        List<Gap> gaps = new ArrayList<>();
        if (remains.entries().isEmpty()) {
            return gaps;
        }
        long expected = remains.entries().firstKey();
        if (sealed) {
            expected = Math.min(expected, Long.parseLong(settings.getOrDefault(Keys.FOLDED, "0")) + OLDEST);
        }
        for (long position : remains.entries().keySet()) {
            if (position > expected) {
                gaps.add(new Gap(expected, position - 1));
            }
            expected = position + 1;
        }
        return gaps;
    }

    /** Entities of which later edits are known and not their beginning, and nodes that edges lead to. */
    List<Loss> entities() {
        List<Loss> losses = new ArrayList<>();
        for (GraphState view : remains.views().values()) {
            view.forEach(entity -> addFragment(view, entity, losses));
            view.forEach(entity -> addEnds(view, entity, losses));
        }
        return losses;
    }

    private static void addFragment(GraphState view, Entity entity, List<Loss> losses) {
        boolean own = entity.key().equals(EntityKey.of(view.id()));
        if (!own && entity.registers().indexOf(RegisterNames.LIFE) < 0) {
            EntityKey key = entity.key();
            losses.add(new Loss(view.id().value(), key.kind().name(), key.id(), "only later edits of it can be read"));
        }
    }

    private static void addEnds(GraphState view, Entity entity, List<Loss> losses) {
        Json ends = entity.registers().get(RegisterNames.ENDS);
        if (!entity.alive() || ends == null) {
            return;
        }
        for (String side : List.of("source", "target")) {
            Json end = ends.get(side);
            if (end != null && view.entity(new EntityKey(EntityKind.NODE, end.asString())) == null) {
                losses.add(new Loss(
                        view.id().value(),
                        EntityKind.NODE.name(),
                        end.asString(),
                        "edge " + entity.key().id() + " leads to it"));
            }
        }
    }

    List<String> messages() {
        List<String> messages = new ArrayList<>();
        if (!sealed) {
            messages.add("The settings cannot be read or are damaged; the new store is its own authority");
        }
        Set<WorkflowId> graphs = new TreeSet<>(Comparator.comparing(WorkflowId::value));
        graphs.addAll(remains.withRows());
        for (String name : settings.keySet()) {
            if (name.startsWith(Keys.ROWS)) {
                addGraph(name.substring(Keys.ROWS.length()), graphs, messages);
            }
        }
        graphs.forEach(id -> addMissingRows(id, messages));
        return messages;
    }

    private static void addGraph(String id, Set<WorkflowId> graphs, List<String> messages) {
        try {
            graphs.add(WorkflowId.of(id));
        } catch (IllegalArgumentException e) {
            messages.add("There were rows of a workflow whose id cannot be read: " + e.getMessage());
        }
    }

    private void addMissingRows(WorkflowId id, List<String> messages) {
        String setting = settings.get(Keys.rows(id));
        RowSummary found = remains.rows(id);
        try {
            RowSummary expected = RowSummary.parse(setting);
            if (setting == null || found.count() < expected.count()) {
                String count = setting == null ? "an unknown number" : Long.toString(expected.count());
                messages.add("Of workflow " + id + " " + found.count() + " of " + count + " rows can be read");
            } else if (!found.equals(expected)) {
                messages.add("Of workflow " + id + " some rows are older than they should be, or too many");
            }
        } catch (DamagedTextException e) {
            messages.add("How many rows workflow " + id + " had cannot be read: " + e.getMessage());
        }
    }
}
