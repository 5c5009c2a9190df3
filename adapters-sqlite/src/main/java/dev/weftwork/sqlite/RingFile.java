package dev.weftwork.sqlite;

import dev.weftwork.spi.FrameRing;
import dev.weftwork.spi.StorageException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Frames in a file of their own beside the database. It is made when there is something to show, never forced to the disk,
 * and removed by whoever closes the database; who goes on makes it anew. Any thread may call.
 */
final class RingFile implements FrameRing {
    /** Behind all that is ever read or written, since some systems keep others from what is locked. */
    private static final long LOCK_AT = Long.MAX_VALUE - 1;

    private static final int TRIES = 5;

    private final Path database;
    private final Path path;
    private @Nullable RandomAccessFile file;
    private @Nullable Object key;
    private boolean closed;

    RingFile(Path database) {
        this.database = database;
        path = DatabaseFiles.frames(database);
    }

    @Override
    public synchronized void put(String frame) throws IOException {
        requireOpen();
        byte[] text = Texts.wellFormed(Objects.requireNonNull(frame, "A frame is needed; it is what others are shown"))
                .getBytes(StandardCharsets.UTF_8);
        if (text.length > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "A frame may have " + MOST_BYTES + " bytes; this one has " + text.length);
        }
        RandomAccessFile open = current();
        RandomAccessFile ring = open == null ? make() : open;
        locked(ring, () -> RingSlots.put(ring, requireOurs(RingSlots.last(ring)) + 1, text));
    }

    @Override
    public long read(long seen, Consumer<String> visitor) throws IOException {
        Objects.requireNonNull(visitor, "A visitor is needed; it takes the frames");
        List<String> fresh = new ArrayList<>();
        long last = read(seen, fresh);
        fresh.forEach(visitor);
        return last;
    }

    private synchronized long read(long seen, List<String> fresh) throws IOException {
        requireOpen();
        RandomAccessFile before = file;
        RandomAccessFile ring = current();
        if (ring == null) {
            return 0;
        }
        long last = requireOurs(RingSlots.last(ring));
        boolean anew = last < seen || !ring.equals(before);
        long from = Math.max(RingSlots.oldest(last), anew ? 1 : seen + 1);
        for (long number = from; number <= last; number++) {
            String frame = RingSlots.read(ring, number);
            if (frame != null) {
                fresh.add(frame);
            }
        }
        return last;
    }

    /** Forgets all frames, so that nothing of them is in the file. */
    synchronized void clear() throws IOException {
        RandomAccessFile ring = closed ? null : current();
        if (ring != null) {
            locked(ring, () -> {
                long last = requireOurs(RingSlots.last(ring));
                ring.setLength(0);
                RingSlots.last(ring, last);
            });
        }
    }

    synchronized void close() throws IOException {
        closed = true;
        RandomAccessFile ring = current();
        if (ring == null) {
            return;
        }
        boolean ours = RingSlots.last(ring) >= 0;
        letGo();
        if (ours) {
            Files.deleteIfExists(path);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw Failures.closed(database);
        }
    }

    private long requireOurs(long last) {
        if (last < 0) {
            throw new StorageException(
                    StorageException.Kind.UNSUPPORTED,
                    path + " holds something else than gestures of other processes",
                    "Move it away, and gestures are passed between processes again; it was not touched");
        }
        return last;
    }

    /** The file that has the name now, or null if there is none; whoever closed the database has removed it. */
    private @Nullable RandomAccessFile current() throws IOException {
        // asked first because it is cheap where there is no file, which is nearly always
        Object found = path.toFile().exists() ? key() : null;
        RandomAccessFile open = file;
        if (open != null && (found == null || !found.equals(key))) {
            letGo();
            open = null;
        }
        if (open == null && found != null) {
            open = new RandomAccessFile(path.toFile(), "rw");
            file = open;
            key = found;
        }
        return open;
    }

    private @Nullable Object key() throws IOException {
        try {
            Object known = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
            // where files have no keys, they cannot be replaced while they are open either
            return known == null ? path : known;
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Makes a file that those may read who may read the database. */
    private RandomAccessFile make() throws IOException {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] rights = posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(Files.getPosixFilePermissions(database))}
                : new FileAttribute<?>[0];
        try {
            Files.createFile(path, rights);
        } catch (FileAlreadyExistsException e) {
            // another process was faster; its file is as good
        }
        RandomAccessFile made = current();
        if (made == null) {
            throw new IOException(path + " was taken away while it was made. Try again.");
        }
        return made;
    }

    private void letGo() throws IOException {
        RandomAccessFile open = file;
        file = null;
        key = null;
        if (open != null) {
            open.close();
        }
    }

    private interface Change {
        void run() throws IOException;
    }

    /**
     * Keeps other processes from writing meanwhile. If another storage of this process lets go of the file at that moment
     * the lock may go with it; then at worst a slot has a checksum that does not fit.
     */
    private void locked(RandomAccessFile ring, Change change) throws IOException {
        FileLock lock = lock(ring);
        try {
            change.run();
        } finally {
            lock.release();
        }
    }

    /** Waits a few milliseconds at most: a frame that comes late is of no use. */
    private FileLock lock(RandomAccessFile ring) throws IOException {
        for (int tries = 0; tries < TRIES; tries++) {
            FileLock lock = tryLock(ring);
            if (lock != null) {
                return lock;
            }
            Patience.pause(0);
        }
        throw new IOException(path + " is in use by another process. Try again.");
    }

    private static @Nullable FileLock tryLock(RandomAccessFile ring) throws IOException {
        try {
            return ring.getChannel().tryLock(LOCK_AT, 1, false);
        } catch (OverlappingFileLockException e) {
            // somebody else in this very process
            return null;
        }
    }
}
