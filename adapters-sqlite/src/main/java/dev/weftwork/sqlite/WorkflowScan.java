package dev.weftwork.sqlite;

import dev.weftwork.spi.ReadTransaction.RowVisitor;
import dev.weftwork.spi.Row;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads all rows of workflows, of which there may be many thousands and each is small: a pack at a time, since a call
 * across the native boundary costs more than taking a row apart here. No statement is open while a visitor has a row.
 */
final class WorkflowScan {
    /** The lengths of id, values and stamps come as one number: turning numbers to text is the largest cost. */
    private static final int LENGTH_BITS = 16;

    /** In place of the length of the stamps: a row that is fetched by itself. */
    private static final int ELSEWHERE = 0xffff;

    private static final String LENGTHS = "(octet_length(id) << " + 2 * LENGTH_BITS + ") + ";

    private static final String REST = ", ',', version, ',', updated_at, ',', id";

    private static final String SELECT = "SELECT CAST(group_concat(record, '') AS BLOB) FROM (SELECT"
            + " iif(octet_length(json) + octet_length(stamps) > " + Pack.LONG_TEXT
            + ", concat(" + LENGTHS + ELSEWHERE + REST + "), concat(" + LENGTHS
            + "(octet_length(json) << " + LENGTH_BITS + ") + octet_length(stamps)" + REST + ", json, stamps))"
            + " AS record FROM workflows WHERE id > ? ORDER BY id LIMIT " + Pack.RECORDS + ")";

    private WorkflowScan() {}

    static void run(Session session, RowVisitor each) throws SQLException, IOException {
        String last = "";
        while (true) {
            List<Row> rows = some(session, last);
            for (Row row : rows) {
                each.row(row);
                last = row.id();
            }
            if (rows.size() < Pack.RECORDS) {
                return;
            }
        }
    }

    private static List<Row> some(Session session, String last) throws SQLException {
        PreparedStatement select = session.statement(SELECT);
        select.setString(1, last);
        byte[] bytes;
        try (ResultSet result = select.executeQuery()) {
            bytes = result.next() ? result.getBytes(1) : null;
        }
        List<Row> rows = new ArrayList<>(Pack.RECORDS);
        if (bytes == null) {
            return rows;
        }
        try {
            for (Pack pack = new Pack(bytes); pack.hasNext(); ) {
                rows.add(row(session, pack));
            }
        } catch (IndexOutOfBoundsException e) {
            // SQLite packed it, so the values in it are not the ones that were stored
            throw new SQLException("A row's lengths do not fit its texts", "", ResultCodes.CORRUPT, e);
        }
        return rows;
    }

    private static Row row(Session session, Pack pack) throws SQLException, IndexOutOfBoundsException {
        long lengths = pack.number();
        long version = pack.number();
        long updatedAt = pack.number();
        String id = pack.text(lengths >>> (2 * LENGTH_BITS));
        long stamps = lengths & ELSEWHERE;
        if (stamps == ELSEWHERE) {
            return longRow(session, id, version, updatedAt);
        }
        long json = (lengths >>> LENGTH_BITS) & ELSEWHERE;
        return new Row("workflow", id, id, version, updatedAt, pack.text(json), pack.text(stamps));
    }

    private static Row longRow(Session session, String id, long version, long updatedAt) throws SQLException {
        PreparedStatement select = session.statement("SELECT json, stamps FROM workflows WHERE id = ?");
        select.setString(1, id);
        try (ResultSet result = select.executeQuery()) {
            if (!result.next()) {
                throw new IllegalStateException("The index of workflows names a row that is not there");
            }
            return new Row("workflow", id, id, version, updatedAt, result.getString(1), result.getString(2));
        }
    }
}
