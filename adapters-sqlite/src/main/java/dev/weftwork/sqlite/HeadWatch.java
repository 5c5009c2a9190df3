package dev.weftwork.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/** Knows the head and asks for it only if some other connection, of this process or another, has committed. */
final class HeadWatch {
    private final Session session;
    private final Path file;
    private long seenVersion = -1;
    private long head;

    HeadWatch(Session session, Path file) {
        this.session = session;
        this.file = file;
    }

    synchronized long head() throws IOException {
        try {
            return ask();
        } catch (SQLException e) {
            throw session.failed(e, file);
        }
    }

    private long ask() throws SQLException {
        // In this order: a commit between the two is seen again next time.
        long version = session.number("PRAGMA data_version");
        if (version != seenVersion) {
            head = LogTable.head(session);
            seenVersion = version;
        }
        return head;
    }

    synchronized void close() throws SQLException {
        session.close();
    }
}
