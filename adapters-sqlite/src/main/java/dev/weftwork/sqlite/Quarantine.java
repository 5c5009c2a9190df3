package dev.weftwork.sqlite;

import dev.weftwork.spi.StorageException;
import dev.weftwork.spi.StorageException.Kind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sets a database aside that no other process has open. Of two processes that find it damaged, one sets it aside and goes
 * on with a fresh one; the other must not set that aside, too.
 */
final class Quarantine {
    /** The bytes that SQLite locks, as its file format has them for all time; who has a database open shares some. */
    private static final long FIRST_LOCKED = 0x40000000L;

    private static final long LOCKED = 512;

    private Quarantine() {}

    static Path run(Path file) throws IOException {
        Object before = key(file);
        try (FileChannel channel = writable(file);
                FileLock alone = channel == null ? null : lock(channel)) {
            boolean inUse = channel != null && alone == null;
            // between the two looks somebody may have moved it and begun anew
            if (inUse || !Objects.equals(before, key(file))) {
                throw new StorageException(
                        Kind.LOCKED,
                        file + " is open in another process, which may have set it aside already",
                        "Close it there; or open it again, it may be whole now");
            }
            return DatabaseFiles.setAside(file);
        }
    }

    /** None for a file that this user may not write, and so not lock, but perhaps move. */
    private static @Nullable FileChannel writable(Path file) throws IOException {
        try {
            return FileChannel.open(file, StandardOpenOption.WRITE);
        } catch (AccessDeniedException e) {
            return null;
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock(FIRST_LOCKED, LOCKED, false);
        } catch (OverlappingFileLockException e) {
            // another thread is about to move it
            return null;
        }
    }

    private static Object key(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        Object key = attributes.fileKey();
        return key == null ? attributes.creationTime() : key;
    }
}
