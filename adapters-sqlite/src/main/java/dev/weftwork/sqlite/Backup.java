package dev.weftwork.sqlite;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Writes a copy at one moment, while others read and write, and gives it its name only when it is known to be good. */
final class Backup {
    private Backup() {}

    static void write(Session session, Path file, Path target) throws IOException {
        if (Files.exists(target)) {
            throw new FileAlreadyExistsException(target + " exists; a backup never replaces anything");
        }
        Path directory = Place.directory(target);
        Files.createDirectories(directory);
        Path workspace = Files.createTempDirectory(directory, target.getFileName() + ".partial-");
        Path partial = workspace.resolve("backup.db");
        try {
            copy(session, file, partial);
            DatabaseFiles.force(partial);
            verify(partial);
            DatabaseFiles.publish(partial, target);
        } finally {
            DatabaseFiles.deleteDirectory(workspace);
        }
    }

    private static void copy(Session session, Path file, Path partial) throws IOException {
        try {
            // The copy, too, counts as a change.
            session.pragma("query_only = OFF");
            try {
                PreparedStatement vacuum = session.statement("VACUUM INTO ?");
                vacuum.setString(1, partial.toString());
                vacuum.executeUpdate();
            } finally {
                session.pragma("query_only = ON");
            }
        } catch (SQLException e) {
            throw session.failed(e, file);
        }
    }

    private static void verify(Path partial) throws IOException {
        List<String> findings;
        try (Session session = Session.open(partial, true, Duration.ZERO)) {
            findings = Check.run(session);
        } catch (SQLException e) {
            throw Failures.of(e, partial);
        }
        if (!findings.isEmpty()) {
            throw Failures.corrupt(partial, new IOException(String.join("; ", findings)));
        }
    }
}
