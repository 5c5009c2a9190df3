package dev.weftwork.sqlite;

import dev.weftwork.spi.StorageException;
import dev.weftwork.spi.StorageException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a database's names still lead to the files that were opened. SQLite would go on with files that have lost
 * their names, and what it writes there is gone when they are closed. Any thread may call.
 */
final class FileIdentity {
    private final Path file;
    private final Path log;
    private final long trustNanos;
    private final @Nullable Object fileKey;
    private volatile @Nullable Object logKey;
    private volatile long trustedSince;

    /**
     * Remembers what is there.
     *
     * @param file the database, which is open
     * @param trustNanos how long one look is good for; a look costs as much as an eighth of a commit that does not wait
     *     for the disk
     */
    FileIdentity(Path file, long trustNanos) {
        this.file = file;
        this.log = DatabaseFiles.log(file);
        this.trustNanos = trustNanos;
        fileKey = keyIfThere(file);
        logKey = keyIfThere(log);
        trustedSince = System.nanoTime();
    }

    /** Looks, unless somebody did a moment ago. */
    void require() {
        if (trustNanos == 0 || System.nanoTime() - trustedSince >= trustNanos) {
            requireNow();
        }
    }

    /**
     * Looks.
     *
     * @throws StorageException if a file was deleted, moved or replaced
     */
    void requireNow() {
        requireSame(file, fileKey);
        Object knownLog = logKey;
        if (knownLog == null) {
            logKey = keyIfThere(log);
        } else {
            requireSame(log, knownLog);
        }
        trustedSince = System.nanoTime();
    }

    private void requireSame(Path path, @Nullable Object known) {
        try {
            Object found = key(path);
            // where files have no keys, they cannot be replaced while they are open either
            if (known != null && !known.equals(found)) {
                throw gone(path, "replaced by another file", null);
            }
        } catch (NoSuchFileException e) {
            throw gone(path, "deleted or moved", e);
        } catch (IOException e) {
            // what cannot be seen now may still be there; SQLite speaks up if it is not
        }
    }

    private StorageException gone(Path path, String fate, @Nullable Exception cause) {
        return new StorageException(
                Kind.GONE,
                path + " was " + fate + " while " + file + " was open",
                "Relocate the store to a place that nobody tidies up; everything that it has goes along",
                cause);
    }

    private static @Nullable Object keyIfThere(Path path) {
        try {
            return key(path);
        } catch (IOException e) {
            return null;
        }
    }

    private static @Nullable Object key(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }
}
