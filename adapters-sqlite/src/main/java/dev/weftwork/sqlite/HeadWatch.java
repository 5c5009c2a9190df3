package dev.weftwork.sqlite;

import java.sql.SQLException;

/** Knows the head and asks for it only if some other connection, of this process or another, has committed. */
final class HeadWatch {
    private final Session session;
    private long seenVersion = -1;
    private long head;

    HeadWatch(Session session) {
        this.session = session;
    }

    synchronized long head() throws SQLException {
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
