package dev.weftwork.sqlite.crash;

import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.LikelyNames;
import dev.weftwork.change.Op;
import dev.weftwork.change.Registers;
import dev.weftwork.change.Stamp;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.oplog.FoldedRow;
import dev.weftwork.oplog.LogEntry;
import dev.weftwork.oplog.LoggedOp;
import dev.weftwork.spi.ReadTransaction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a storage holds, read straight from rows and log at one moment by code of its own, so that the store is not its
 * own judge.
 *
 * @param head the position of the last entry
 * @param graphs the workflows by id: rows and what the log holds beyond them
 */
record Stored(long head, Map<String, GraphState> graphs) {
    private static final String ROWS = "rows/";

    /** Rows ⊕ log. */
    static Stored of(ReadTransaction moment) throws IOException {
        long folded = Long.parseLong(String.valueOf(moment.setting("folded")));
        Map<String, GraphState> graphs = new TreeMap<>();
        Map<String, Map<EntityKey, Long>> foldedTo = new HashMap<>();
        LikelyNames names = new LikelyNames();
        moment.settings(ROWS, (name, value) -> {
            String id = name.substring(ROWS.length());
            GraphState.Builder graph = GraphState.builder(WorkflowId.of(id));
            Map<EntityKey, Long> positions = foldedTo.computeIfAbsent(id, each -> new HashMap<>());
            moment.rows(id, row -> {
                FoldedRow read = FoldedRow.read(row, names);
                for (Entity entity : read.entities()) {
                    graph.put(entity);
                    positions.put(entity.key(), read.position());
                }
            });
            graphs.put(id, graph.build());
        });
        moment.log(folded, (position, body) -> {
            for (LoggedOp logged : LogEntry.read(position, body).ops()) {
                Map<EntityKey, Long> positions =
                        foldedTo.getOrDefault(logged.op().workflow().value(), Map.of());
                List<EntityWrites> behind = logged.op().writes().stream()
                        .filter(writes -> positions.getOrDefault(writes.key(), 0L) < position)
                        .toList();
                join(graphs, logged.op().withWrites(behind), logged);
            }
        });
        return new Stored(moment.head(), graphs);
    }

    /** This state and every entry after it, one by one. */
    Stored replayed(ReadTransaction moment) throws IOException {
        Map<String, GraphState> joined = new TreeMap<>(graphs);
        long[] at = {head};
        moment.log(head, (position, body) -> {
            if (position != ++at[0]) {
                throw new AssertionError("Log entry " + at[0] + " is missing");
            }
            LogEntry.read(position, body).ops().forEach(logged -> join(joined, logged.op(), logged));
        });
        return new Stored(at[0], joined);
    }

    private static void join(Map<String, GraphState> graphs, Op op, LoggedOp logged) {
        GraphState known = graphs.getOrDefault(op.workflow().value(), GraphState.empty(op.workflow()));
        graphs.put(op.workflow().value(), known.join(op, logged.stamp()));
    }

    /** What an operation writes, a text for each register. */
    static List<String> registers(LoggedOp logged) {
        List<String> texts = new ArrayList<>();
        for (EntityWrites writes : logged.op().writes()) {
            writes.forEach((field, value) ->
                    texts.add(register(logged.op().workflow().value(), writes.key(), field, value, logged.stamp())));
        }
        return texts;
    }

    /** A text for each register that there is, as {@link #registers(LoggedOp)} makes them. */
    List<String> registers() {
        List<String> texts = new ArrayList<>();
        graphs.forEach((id, graph) -> graph.forEach(entity -> {
            Registers all = entity.registers();
            for (int i = 0; i < all.size(); i++) {
                texts.add(register(id, entity.key(), all.field(i), all.value(i), all.stamp(i)));
            }
        }));
        return texts;
    }

    private static String register(String workflow, EntityKey key, String field, @Nullable Json value, Stamp stamp) {
        return workflow + "|" + key + "|" + field + "|" + value + "|" + stamp;
    }

    /** Every register of every entity with its stamp, for comparison. */
    Map<String, Map<EntityKey, Entity>> entities() {
        Map<String, Map<EntityKey, Entity>> all = new TreeMap<>();
        graphs.forEach((id, graph) -> {
            Map<EntityKey, Entity> entities = new HashMap<>();
            graph.forEach(entity -> entities.put(entity.key(), entity));
            all.put(id, entities);
        });
        return all;
    }
}
