package dev.weftwork.sqlite;

/** SQLite's result codes, as constants that a switch can take. */
final class ResultCodes {
    static final int ERROR = 1;
    static final int PERM = 3;
    static final int BUSY = 5;
    static final int LOCKED = 6;
    static final int NOMEM = 7;
    static final int READONLY = 8;
    static final int INTERRUPT = 9;
    static final int IOERR = 10;
    static final int CORRUPT = 11;
    static final int FULL = 13;
    static final int CANTOPEN = 14;
    static final int PROTOCOL = 15;
    static final int TOOBIG = 18;
    static final int CONSTRAINT = 19;
    static final int MISMATCH = 20;
    static final int AUTH = 23;
    static final int NOTADB = 26;
    static final int IOERR_SHORT_READ = IOERR | 2 << 8;

    private ResultCodes() {}
}
