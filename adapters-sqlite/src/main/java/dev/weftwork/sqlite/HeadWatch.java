package dev.weftwork.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/** Knows the head and asks for it only if some other connection, of this process or another, has committed. */
final class HeadWatch {
    private final Session session;
    private final Path file;
    private final FileIdentity identity;
    private long seenVersion = -1;
    private long head;
    private boolean closed;

    HeadWatch(Session session, Path file, FileIdentity identity) {
        this.session = session;
        this.file = file;
        this.identity = identity;
    }

    synchronized long head() throws IOException {
        if (closed) {
            throw Failures.closed(file);
        }
        try {
            identity.require();
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
        closed = true;
        session.close();
    }
}
