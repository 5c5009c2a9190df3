package dev.weftwork.sqlite;

import dev.weftwork.spi.StorageException;
import dev.weftwork.spi.StorageException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteException;

/** Says once what SQLite's result codes mean to a caller. */
final class Failures {
    private static final int NEARLY_NOTHING = 1 << 20;

    private Failures() {}

    /**
     * Turns a failure into the one to throw.
     *
     * @return what passes by itself
     * @throws StorageException if it needs a person
     */
    static IOException of(SQLException failure, Path file) {
        if (isDamage(failure)) {
            throw corrupt(file, failure);
        }
        // The low byte is the primary code, the rest says more.
        int code = failure.getErrorCode();
        return switch (code & 0xff) {
            case ResultCodes.BUSY, ResultCodes.LOCKED, ResultCodes.PROTOCOL ->
                new IOException(
                        file + " is in use by another process and stayed so for the whole busy timeout. Try again, or"
                                + " close what holds it.",
                        failure);
            case ResultCodes.INTERRUPT, ResultCodes.NOMEM ->
                new IOException(file + ": " + failure.getMessage() + ". Try again.", failure);
            case ResultCodes.IOERR -> ioError(failure, file);
            default -> throw permanent(code, failure, file);
        };
    }

    /** The extended code where the driver tells it. */
    private static int code(SQLException failure) {
        return failure instanceof SQLiteException sqlite ? sqlite.getResultCode().code : failure.getErrorCode();
    }

    static boolean isBusy(SQLException failure) {
        int code = failure.getErrorCode() & 0xff;
        return code == ResultCodes.BUSY || code == ResultCodes.LOCKED;
    }

    static boolean isDamage(SQLException failure) {
        int code = code(failure);
        return switch (code & 0xff) {
            case ResultCodes.CORRUPT, ResultCodes.NOTADB -> true;
            // our statements are fixed, so what they do not find or what they clash with is not the file we wrote
            case ResultCodes.ERROR, ResultCodes.CONSTRAINT, ResultCodes.MISMATCH -> true;
            // the file ends before a page that it says it has
            default -> code == ResultCodes.IOERR_SHORT_READ;
        };
    }

    static StorageException full(Path file, Throwable cause) {
        return new StorageException(
                Kind.FULL,
                "No space is left for " + file,
                "Free some space; nothing of what was stored is lost, and writing goes on by itself",
                cause);
    }

    /** For a call that cannot throw an {@link IOException}. */
    static StorageException unavailable(Path file, IOException cause) {
        Kind kind = cause.getCause() instanceof SQLException sql && isBusy(sql) ? Kind.LOCKED : Kind.IO;
        return new StorageException(kind, "Cannot open " + file, String.valueOf(cause.getMessage()), cause);
    }

    static StorageException closed(Path file) {
        return new StorageException(Kind.LOCKED, "The storage on " + file + " was closed", "Open it again");
    }

    private static IOException ioError(SQLException failure, Path file) {
        if (isNearlyFull(file, failure)) {
            throw full(file, failure);
        }
        return new IOException(
                "The disk failed on " + file + " (" + failure.getMessage()
                        + "). Try again; if it stays, check the disk.",
                failure);
    }

    private static StorageException permanent(int code, SQLException failure, Path file) {
        return switch (code & 0xff) {
            case ResultCodes.FULL -> full(file, failure);
            case ResultCodes.READONLY, ResultCodes.CANTOPEN, ResultCodes.PERM, ResultCodes.AUTH ->
                new StorageException(
                        Kind.READ_ONLY,
                        file + " or its directory cannot be written (" + failure.getMessage() + ")",
                        "Give this user the right to write there, choose another place, or open it with readOnly()",
                        failure);
            case ResultCodes.TOOBIG ->
                new StorageException(
                        Kind.UNSUPPORTED, "A text for " + file + " is too long for SQLite", "Split it", failure);
            default ->
                new StorageException(
                        Kind.IO,
                        "SQLite failed on " + file + " (" + failure.getMessage() + ")",
                        "Report this",
                        failure);
        };
    }

    static StorageException corrupt(Path file, Throwable cause) {
        return new StorageException(
                Kind.CORRUPT,
                file + " is damaged (" + cause.getMessage() + ")",
                "Set it aside with SqliteStorage.quarantine, take what can be read with SqliteStorage.salvage, and"
                        + " restore a backup or sync again",
                cause);
    }

    /** Some file systems report a full disk or quota as an input/output error. */
    private static boolean isNearlyFull(Path file, SQLException failure) {
        try {
            return Files.getFileStore(Place.directory(file)).getUsableSpace() < NEARLY_NOTHING;
        } catch (IOException unknown) {
            failure.addSuppressed(unknown);
            return false;
        }
    }
}
