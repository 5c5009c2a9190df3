package dev.weftwork.sqlite;

import dev.weftwork.spi.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads what can be read from a damaged database, of which it works on a copy. */
final class Salvage {
    private final Session session;
    private final SalvageVisitor visitor;
    private final List<String> losses = new ArrayList<>();

    private Salvage(Session session, SalvageVisitor visitor) {
        this.session = session;
        this.visitor = visitor;
    }

    static SalvageReport run(Path file, SalvageVisitor visitor) throws IOException {
        Path workspace = Files.createTempDirectory(Place.directory(file), file.getFileName() + ".salvage-");
        try {
            Path copy = DatabaseFiles.copyInto(workspace, file);
            try (Session session = Session.open(copy, false, Duration.ZERO)) {
                session.pragma("trusted_schema = OFF");
                // Else a file that is shorter than its header says is refused as a whole.
                session.pragma("writable_schema = ON");
                return new Salvage(session, visitor).read();
            } catch (SQLException e) {
                throw Failures.of(e, file);
            }
        } finally {
            DatabaseFiles.deleteDirectory(workspace);
        }
    }

    private SalvageReport read() throws IOException {
        long entries = entries();
        long rows = 0;
        for (RowTable table : RowTable.values()) {
            rows += rows(table);
        }
        return new SalvageReport(entries, rows, settings(), losses);
    }

    private long entries() throws IOException {
        return read(new RangeReader(session, "oplog", "position", "body"), result -> {
            String body = result.getString(2);
            if (body == null) {
                return false;
            }
            visitor.entry(result.getLong(1), body);
            return true;
        });
    }

    private long rows(RowTable table) throws IOException {
        String kind = table == RowTable.ITEMS ? "kind" : "'" + table.kind() + "'";
        String workflow = table == RowTable.WORKFLOWS ? "id" : "workflow";
        String columns = kind + ", " + workflow + ", id, version, updated_at, json, stamps";
        return read(new RangeReader(session, table.table(), "pk", columns), result -> {
            visitor.row(new Row(
                    result.getString(2),
                    result.getString(3),
                    result.getString(4),
                    result.getLong(5),
                    result.getLong(6),
                    result.getString(7),
                    result.getString(8)));
            return true;
        });
    }

    private long read(RangeReader reader, RangeReader.Visitor each) throws IOException {
        try {
            reader.run(each);
        } catch (SQLException e) {
            session.forgetStatements(e);
            losses.add(String.valueOf(e.getMessage()));
        }
        if (!reader.losses().isEmpty()) {
            losses.add(reader.losses());
        }
        return reader.read();
    }

    private long settings() throws IOException {
        long count = 0;
        try (ResultSet result =
                session.statement("SELECT key, value FROM kv ORDER BY key").executeQuery()) {
            while (result.next()) {
                visitor.setting(result.getString(1), result.getString(2));
                count++;
            }
        } catch (SQLException e) {
            losses.add("settings after the first " + count + ": " + e.getMessage());
        }
        return count;
    }
}
