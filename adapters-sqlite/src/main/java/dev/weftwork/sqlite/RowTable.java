package dev.weftwork.sqlite;

import dev.weftwork.spi.Row;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** Where rows live: the three kinds that people look for have tables of their own. */
enum RowTable {
    WORKFLOWS("workflows", "workflow", List.of("id")),
    NODES("nodes", "node", List.of("workflow", "id")),
    EDGES("edges", "edge", List.of("workflow", "id")),
    ITEMS("items", "", List.of("workflow", "kind", "id"));

    private static final String VALUES = "version, updated_at, json, stamps";
    private static final int VALUE_COUNT = 4;

    private final String table;
    private final String kind;

    @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
    private final List<String> keys;

    RowTable(String table, String kind, List<String> keys) {
        this.table = table;
        this.kind = kind;
        this.keys = keys;
    }

    /** The table of a key. A workflow row under another workflow is possible, if odd, and lies among the items. */
    static RowTable of(String kind, String workflowId, String id) {
        return switch (kind) {
            case "node" -> NODES;
            case "edge" -> EDGES;
            case "workflow" -> workflowId.equals(id) ? WORKFLOWS : ITEMS;
            default -> ITEMS;
        };
    }

    String table() {
        return table;
    }

    /** The kind of all rows here, or empty if each has its own. */
    String kind() {
        return kind;
    }

    List<String> keys() {
        return keys;
    }

    int columns() {
        return keys.size() + VALUE_COUNT;
    }

    /** One part of a row's key. */
    static String key(String column, String kind, String workflowId, String id) {
        return switch (column) {
            case "kind" -> kind;
            case "workflow" -> workflowId;
            default -> id;
        };
    }

    static String key(String column, Row row) {
        return key(column, row.kind(), row.workflowId(), row.id());
    }

    String putSql(int rows) {
        String names = String.join(", ", keys);
        String one = "(" + String.join(", ", Collections.nCopies(columns(), "?")) + ")";
        return "INSERT INTO " + table + "(" + names + ", " + VALUES + ") VALUES "
                + String.join(", ", Collections.nCopies(rows, one))
                + " ON CONFLICT(" + names + ") DO UPDATE SET version = excluded.version,"
                + " updated_at = excluded.updated_at, json = excluded.json, stamps = excluded.stamps";
    }

    String removeSql() {
        return "DELETE FROM " + table + " WHERE " + whereKey();
    }

    private String whereKey() {
        return keys.stream().map(key -> key + " = ?").collect(Collectors.joining(" AND "));
    }
}
