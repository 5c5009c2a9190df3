package dev.weftwork.memory;

import dev.weftwork.graph.PersistentMap;
import dev.weftwork.spi.Row;
import org.jspecify.annotations.Nullable;

/**
 * All that a disk holds at one moment; never changes.
 *
 * @param log the log
 * @param rows the rows by kind and id, by workflow
 * @param settings the settings
 */
record Moment(LogSlice log, PersistentMap<PersistentMap<Row>> rows, PersistentMap<String> settings) {
    static Moment empty() {
        return new Moment(LogSlice.empty(), PersistentMap.empty(), PersistentMap.empty());
    }

    Moment with(LogSlice changed) {
        return new Moment(changed, rows, settings);
    }

    Moment put(Row row) {
        PersistentMap<Row> workflow = rowsOf(row.workflowId()).put(key(row.kind(), row.id()), row);
        return new Moment(log, rows.put(row.workflowId(), workflow), settings);
    }

    Moment remove(String kind, String workflowId, String id) {
        PersistentMap<Row> workflow = rowsOf(workflowId).remove(key(kind, id));
        return new Moment(
                log, workflow.size() == 0 ? rows.remove(workflowId) : rows.put(workflowId, workflow), settings);
    }

    Moment setting(String name, @Nullable String value) {
        return new Moment(log, rows, value == null ? settings.remove(name) : settings.put(name, value));
    }

    PersistentMap<Row> rowsOf(String workflowId) {
        PersistentMap<Row> found = rows.get(workflowId);
        return found == null ? PersistentMap.empty() : found;
    }

    /** The length in front keeps two keys apart whose parts run together to the same text. */
    private static String key(String kind, String id) {
        return kind.length() + ":" + kind + id;
    }
}
