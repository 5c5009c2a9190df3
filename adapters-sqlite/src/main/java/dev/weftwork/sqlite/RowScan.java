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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of one table that share a workflow or a kind, a pack at a time. No statement is open while a visitor
 * has a row, so it may read on within its transaction.
 */
final class RowScan {
    /** The lengths of id, json and stamps come as one number: turning numbers to text is the largest cost of a pack. */
    private static final int LENGTH_BITS = 16;

    /** In place of the length of the stamps: values that are fetched one by one. */
    private static final int ELSEWHERE = 0xffff;

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
        first = sql(table, fixed, varying, ">=");
        next = sql(table, fixed, varying, ">");
    }

    static RowScan byWorkflow(RowTable table) {
        return new RowScan(table, true, table == RowTable.WORKFLOWS ? List.of("id") : List.of("workflow"));
    }

    static RowScan byKind(RowTable table) {
        return new RowScan(table, false, table == RowTable.ITEMS ? List.of("kind") : List.of());
    }

    /** Hands over the rows whose workflow, or whose kind, is the given one. */
    void run(Session session, String value, RowVisitor each) throws SQLException, IOException {
        List<Row> rows = page(session, value, null);
        while (true) {
            for (Row row : rows) {
                each.row(row);
            }
            if (rows.size() < Pack.RECORDS || varying.isEmpty()) {
                return;
            }
            rows = page(session, value, rows.get(rows.size() - 1));
        }
    }

    private List<Row> page(Session session, String value, @Nullable Row last) throws SQLException {
        PreparedStatement select = session.statement(last == null ? first : next);
        int at = 0;
        if (byWorkflow || table == RowTable.ITEMS) {
            select.setString(++at, value);
        }
        for (String key : varying) {
            select.setString(++at, last == null ? "" : RowTable.key(key, last));
        }
        byte @Nullable [] bytes;
        try (ResultSet result = select.executeQuery()) {
            bytes = result.next() ? result.getBytes(1) : null;
        }
        return bytes == null ? List.of() : unpack(session, value, new Pack(bytes));
    }

    private List<Row> unpack(Session session, String value, Pack pack) throws SQLException {
        List<Row> rows = new ArrayList<>(Pack.RECORDS);
        try {
            while (pack.hasNext()) {
                rows.add(row(session, value, pack));
            }
        } catch (IndexOutOfBoundsException e) {
            // SQLite packed it, so the values in it are not the ones that were stored
            throw new SQLException("A row's lengths do not fit its texts", "", ResultCodes.CORRUPT, e);
        }
        return rows;
    }

    private Row row(Session session, String value, Pack pack) throws SQLException {
        long workflowLength = varying.contains("workflow") ? pack.number() : 0;
        long kindLength = varying.contains("kind") ? pack.number() : 0;
        long lengths = pack.number();
        long version = pack.number();
        long updatedAt = pack.number();
        String workflow = pack.text(workflowLength);
        String kind = pack.text(kindLength);
        String id = pack.text(lengths >>> (2 * LENGTH_BITS));
        if (byWorkflow) {
            workflow = value;
            id = table == RowTable.WORKFLOWS ? value : id;
        } else if (table == RowTable.WORKFLOWS) {
            workflow = id;
        }
        if (table != RowTable.ITEMS) {
            kind = table.kind();
        } else if (!byWorkflow) {
            kind = value;
        }
        long stampsLength = lengths & ELSEWHERE;
        if (stampsLength == ELSEWHERE) {
            return longRow(session, kind, workflow, id, version, updatedAt);
        }
        long jsonLength = (lengths >>> LENGTH_BITS) & ELSEWHERE;
        return new Row(kind, workflow, id, version, updatedAt, pack.text(jsonLength), pack.text(stampsLength));
    }

    private Row longRow(Session session, String kind, String workflow, String id, long version, long updatedAt)
            throws SQLException {
        PreparedStatement select = session.statement(table.valuesSql());
        int at = 0;
        for (String key : table.keys()) {
            select.setString(++at, RowTable.key(key, kind, workflow, id));
        }
        try (ResultSet result = select.executeQuery()) {
            if (!result.next()) {
                throw new IllegalStateException("The index of " + table.table() + " names a row that is not there");
            }
            return new Row(kind, workflow, id, version, updatedAt, result.getString(1), result.getString(2));
        }
    }

    private static String sql(RowTable table, List<String> fixed, List<String> varying, String comparison) {
        List<String> conditions = fixed.stream().map(key -> key + " = ?").collect(Collectors.toList());
        String names = String.join(", ", varying);
        if (!varying.isEmpty()) {
            String marks = varying.stream().map(key -> "?").collect(Collectors.joining(", "));
            conditions.add("(" + names + ") " + comparison + " (" + marks + ")");
        }
        String keys = varying.stream().map(key -> ", " + key).collect(Collectors.joining());
        String keyLengths = Stream.of("workflow", "kind")
                .filter(varying::contains)
                .map(key -> "octet_length(" + key + "), ',', ")
                .collect(Collectors.joining());
        String idLength = varying.contains("id") ? "octet_length(id)" : "0";
        String head = keyLengths + "(" + idLength + " << " + 2 * LENGTH_BITS + ") + ";
        String values = ", ',', version, ',', updated_at, ','" + keys;
        return "SELECT CAST(group_concat(record, '') AS BLOB) FROM (SELECT"
                + " iif(octet_length(json) + octet_length(stamps) > " + Pack.LONG_TEXT
                + ", concat(" + head + ELSEWHERE + values + "), concat(" + head
                + "(octet_length(json) << " + LENGTH_BITS + ") + octet_length(stamps)" + values + ", json, stamps))"
                + " AS record FROM " + table.table() + " WHERE " + String.join(" AND ", conditions)
                + (varying.isEmpty() ? "" : " ORDER BY " + names) + " LIMIT " + Pack.RECORDS + ")";
    }
}
