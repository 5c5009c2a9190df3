package dev.weftwork.benchmarks;

/** The tables of the other side; of four layouts the one that saves and loads fastest. */
final class RawSchema {
    static final String[] TABLES = {
        "CREATE TABLE IF NOT EXISTS nodes(workflow TEXT NOT NULL, id TEXT NOT NULL, type TEXT NOT NULL,"
                + " title TEXT NOT NULL, status TEXT, x REAL, y REAL, w REAL, h REAL, parent TEXT,"
                + " config TEXT NOT NULL, updated_at INTEGER NOT NULL, version INTEGER NOT NULL,"
                + " PRIMARY KEY(workflow, id)) WITHOUT ROWID",
        "CREATE TABLE IF NOT EXISTS edges(workflow TEXT NOT NULL, id TEXT NOT NULL, source TEXT NOT NULL,"
                + " target TEXT NOT NULL, source_handle TEXT, target_handle TEXT, type TEXT,"
                + " updated_at INTEGER NOT NULL, version INTEGER NOT NULL,"
                + " PRIMARY KEY(workflow, id)) WITHOUT ROWID",
        "CREATE TABLE IF NOT EXISTS oplog(id INTEGER PRIMARY KEY, op TEXT NOT NULL)",
    };

    private RawSchema() {}
}
