package dev.weftwork.examples.mvstore;

import dev.weftwork.spi.StorageException;
import dev.weftwork.spi.StorageException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;

/** Says what MVStore's errors mean to a caller. */
final class Failures {
    /** What Linux and macOS say through Java. */
    static final String NO_SPACE = "No space left on device";

    private static final int NEARLY_NOTHING = 1 << 20;

    private Failures() {}

    /**
     * Turns a failure into the one to throw.
     *
     * @return what passes by itself
     * @throws StorageException if it needs a person
     */
    static IOException of(MVStoreException failure, Path file) {
        String why = " (" + failure.getMessage() + ")";
        return switch (failure.getErrorCode()) {
            case DataUtils.ERROR_FILE_LOCKED ->
                throw new StorageException(
                        Kind.LOCKED, file + " is open in another process", "Close the other process", failure);
            case DataUtils.ERROR_FILE_CORRUPT,
                    DataUtils.ERROR_CHUNK_NOT_FOUND,
                    DataUtils.ERROR_BLOCK_NOT_FOUND,
                    DataUtils.ERROR_SERIALIZATION ->
                throw new StorageException(
                        Kind.CORRUPT, file + " is damaged, or no MVStore file" + why, "Restore a backup", failure);
            case DataUtils.ERROR_UNSUPPORTED_FORMAT ->
                throw new StorageException(
                        Kind.NEWER_SCHEMA,
                        file + " was written by another version of MVStore" + why,
                        "Update h2-mvstore",
                        failure);
            case DataUtils.ERROR_WRITING_FAILED -> writing(failure, file);
            // Closed means that it closed itself after a failure; the next call opens it again.
            case DataUtils.ERROR_READING_FAILED, DataUtils.ERROR_CLOSED ->
                new IOException(file + " cannot be read now" + why, failure);
            default -> throw new StorageException(Kind.IO, "MVStore failed on " + file + why, "Try again", failure);
        };
    }

    private static IOException writing(MVStoreException failure, Path file) {
        // Asked of the file, not of java.nio: the directory may be gone.
        boolean told = failure.getCause() instanceof IOException cause && NO_SPACE.equals(cause.getMessage());
        if (told || file.toFile().getUsableSpace() < NEARLY_NOTHING) {
            throw new StorageException(
                    Kind.FULL, "No space is left for " + file, "Free some space; writing then goes on", failure);
        }
        return new IOException(file + " cannot be written now (" + failure.getMessage() + ")", failure);
    }

    static StorageException closed(Path file) {
        return new StorageException(Kind.LOCKED, "The storage on " + file + " was closed", "Make another");
    }
}
