package dev.weftwork.sqlite;

import dev.weftwork.spi.StorageException;
import dev.weftwork.spi.StorageException.Kind;
import java.nio.file.Path;
import java.sql.SQLException;

/** The tables, and whose file it is. */
final class Schema {
    /** "WEFT". */
    static final int APPLICATION_ID = 0x57454654;

    static final int VERSION = 1;

    /**
     * Rows have integer keys and a unique index on their names: measured, that reads and writes as fast as tables
     * without row numbers, keeps long rows on one page, and lets a salvage walk over damaged pages by number. The
     * position 0 of the log is there from the start, so that a last position always exists.
     */
    private static final String[] TABLES = {
        "CREATE TABLE workflows(pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,"
                + " version INTEGER NOT NULL, updated_at INTEGER NOT NULL, json TEXT NOT NULL, stamps TEXT NOT NULL)"
                + " STRICT",
        "CREATE TABLE nodes(pk INTEGER PRIMARY KEY, workflow TEXT NOT NULL, id TEXT NOT NULL,"
                + " version INTEGER NOT NULL, updated_at INTEGER NOT NULL, json TEXT NOT NULL, stamps TEXT NOT NULL,"
                + " UNIQUE(workflow, id)) STRICT",
        "CREATE TABLE edges(pk INTEGER PRIMARY KEY, workflow TEXT NOT NULL, id TEXT NOT NULL,"
                + " version INTEGER NOT NULL, updated_at INTEGER NOT NULL, json TEXT NOT NULL, stamps TEXT NOT NULL,"
                + " UNIQUE(workflow, id)) STRICT",
        "CREATE TABLE items(pk INTEGER PRIMARY KEY, kind TEXT NOT NULL, workflow TEXT NOT NULL, id TEXT NOT NULL,"
                + " version INTEGER NOT NULL, updated_at INTEGER NOT NULL, json TEXT NOT NULL, stamps TEXT NOT NULL,"
                + " UNIQUE(workflow, kind, id)) STRICT",
        "CREATE INDEX items_of_kind ON items(kind, workflow, id)",
        "CREATE TABLE kv(key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
        "CREATE TABLE oplog(position INTEGER PRIMARY KEY, body TEXT) STRICT",
        "INSERT INTO oplog(position, body) VALUES (0, NULL)",
        "CREATE TABLE assets(id TEXT NOT NULL PRIMARY KEY, mime TEXT NOT NULL, bytes INTEGER NOT NULL,"
                + " hash TEXT NOT NULL, place TEXT, created_at INTEGER NOT NULL) STRICT",
        "CREATE TABLE blobs(key TEXT NOT NULL PRIMARY KEY, bytes BLOB NOT NULL) STRICT",
        "CREATE TABLE handles(id TEXT NOT NULL PRIMARY KEY, path TEXT NOT NULL) STRICT",
    };

    private Schema() {}

    /** Makes an empty file ours; says no to files that are not, without a change to them. */
    static void ensure(Session session, Path file, boolean readOnly) throws SQLException {
        if (session.number("PRAGMA application_id") != APPLICATION_ID) {
            requireEmpty(session, file, readOnly);
            session.pragma("page_size = 4096");
            session.pragma("auto_vacuum = INCREMENTAL");
        } else {
            requireKnownVersion(session, file, readOnly);
        }
        if (readOnly) {
            return;
        }
        session.pragma("journal_mode = WAL");
        if (session.number("PRAGMA user_version") == 0) {
            create(session);
        }
    }

    private static void requireEmpty(Session session, Path file, boolean readOnly) throws SQLException {
        boolean marked = session.number("PRAGMA application_id") != 0;
        boolean filled = session.number("SELECT count(*) FROM sqlite_schema") > 0;
        // The file may have become ours while we looked.
        boolean foreign = (marked || filled) && session.number("PRAGMA application_id") != APPLICATION_ID;
        if (foreign || readOnly) {
            throw new StorageException(
                    Kind.UNSUPPORTED,
                    file + (foreign ? " is the database of another program" : " is empty"),
                    "Choose another file; this one was not touched");
        }
    }

    private static void requireKnownVersion(Session session, Path file, boolean readOnly) throws SQLException {
        long version = session.number("PRAGMA user_version");
        if (version > VERSION && !readOnly) {
            throw new StorageException(
                    Kind.NEWER_SCHEMA,
                    file + " was written by a newer version of this library (file version " + version + ", known "
                            + VERSION + ")",
                    "Update the program, or open the file with readOnly(); it was not touched");
        }
    }

    private static void create(Session session) throws SQLException {
        session.beginImmediate();
        try {
            // Another process may have been first.
            if (session.number("PRAGMA user_version") == 0) {
                for (String statement : TABLES) {
                    session.run(statement);
                }
                for (String statement : Views.ALL) {
                    session.run(statement);
                }
                session.run("PRAGMA application_id = " + APPLICATION_ID);
                session.run("PRAGMA user_version = " + VERSION);
            }
            session.commit();
        } catch (SQLException | RuntimeException e) {
            session.rollback(e);
            throw e;
        }
    }
}
