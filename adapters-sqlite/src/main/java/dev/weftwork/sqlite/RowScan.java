package dev.weftwork.sqlite;

import dev.weftwork.spi.ReadTransaction.RowVisitor;
import dev.weftwork.spi.Row;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of one table that share a workflow or a kind, some at a time. No statement is open while a visitor has
 * a row, so it may read on within its transaction.
 */
final class RowScan {
    /** The store keeps rows below 64 KiB where it can, so this many are some megabytes. */
    private static final int ROWS = 64;

    private final RowTable table;
    private final boolean byWorkflow;
    /** The parts of the key that differ from row to row, in the order of the scan. */
    private final List<String> varying;

    private final String first;
    private final String next;

    private RowScan(RowTable table, boolean byWorkflow, List<String> fixed) {
        this.table = table;
        this.byWorkflow = byWorkflow;
        varying = table.keys().stream().filter(key -> !fixed.contains(key)).toList();
        first = sql(fixed, ">=");
        next = sql(fixed, ">");
    }

    static RowScan byWorkflow(RowTable table) {
        return new RowScan(table, true, table == RowTable.WORKFLOWS ? List.of("id") : List.of("workflow"));
    }

    static RowScan byKind(RowTable table) {
        return new RowScan(table, false, table == RowTable.ITEMS ? List.of("kind") : List.of());
    }

    /** Hands over the rows whose workflow, or whose kind, is the given one. */
    void run(Session session, String value, RowVisitor each) throws SQLException, IOException {
        List<Row> rows = some(session, value, null);
        while (true) {
            for (Row row : rows) {
                each.row(row);
            }
            if (rows.size() < ROWS || varying.isEmpty()) {
                return;
            }
            rows = some(session, value, rows.get(rows.size() - 1));
        }
    }

    private List<Row> some(Session session, String value, @Nullable Row last) throws SQLException {
        PreparedStatement select = session.statement(last == null ? first : next);
        int at = 0;
        if (byWorkflow || table == RowTable.ITEMS) {
            select.setString(++at, value);
        }
        for (String key : varying) {
            select.setString(++at, last == null ? "" : RowTable.key(key, last));
        }
        List<Row> rows = new ArrayList<>();
        try (ResultSet result = select.executeQuery()) {
            while (result.next()) {
                rows.add(row(result, value));
            }
        }
        return rows;
    }

    private Row row(ResultSet result, String value) throws SQLException {
        int at = 0;
        String workflow = value;
        String kind = table == RowTable.ITEMS ? value : table.kind();
        String id = value;
        for (String key : varying) {
            String text = text(result, ++at);
            switch (key) {
                case "workflow" -> workflow = text;
                case "kind" -> kind = text;
                default -> id = text;
            }
        }
        workflow = table == RowTable.WORKFLOWS ? id : workflow;
        return new Row(
                kind, workflow, id, result.getLong(++at), result.getLong(++at), text(result, ++at), text(result, ++at));
    }

    private String text(ResultSet result, int column) throws SQLException {
        String text = result.getString(column);
        if (text == null) {
            // the table does not let anyone store that
            throw new SQLException("A row of " + table.table() + " has lost a text", "", ResultCodes.CORRUPT);
        }
        return text;
    }

    private String sql(List<String> fixed, String comparison) {
        List<String> conditions = fixed.stream().map(key -> key + " = ?").collect(Collectors.toList());
        String names = String.join(", ", varying);
        if (!varying.isEmpty()) {
            String marks = varying.stream().map(key -> "?").collect(Collectors.joining(", "));
            conditions.add("(" + names + ") " + comparison + " (" + marks + ")");
        }
        return "SELECT " + (varying.isEmpty() ? "" : names + ", ") + "version, updated_at, json, stamps FROM "
                + table.table() + " WHERE " + String.join(" AND ", conditions)
                + (varying.isEmpty() ? "" : " ORDER BY " + names) + " LIMIT " + ROWS;
    }
}
