package dev.weftwork.asset;

import dev.weftwork.spi.StorageException;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The one door of core to files: everything that assets need of a disk, and nothing else. An interrupted thread is served
 * and stays interrupted, which is why streams are used here where channels would close.
 */
final class Disk {
    /** Less than that is as good as nothing. */
    private static final long HARDLY_ANY = 1 << 20;

    private static final int PIECE = 64 << 10;

    private Disk() {}

    static InputStream read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + " is a directory; name a file in it");
        }
        try {
            return new FileInputStream(file.toFile());
        } catch (java.io.FileNotFoundException e) {
            // this stream says so of every failure; a file that is there just cannot be opened
            throw Files.exists(file)
                    ? new IOException(file + " cannot be read: " + e.getMessage(), e)
                    : missing(file, e);
        }
    }

    private static NoSuchFileException missing(Path file, Exception cause) {
        NoSuchFileException missing = new NoSuchFileException(file.toString(), null, "there is no such file");
        missing.initCause(cause);
        return missing;
    }

    /** Whether it is a plain file, and no link to one. */
    static boolean isFile(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether it leads elsewhere. */
    static boolean isLink(Path file) {
        return Files.isSymbolicLink(file);
    }

    static boolean isDirectory(Path file) {
        return Files.isDirectory(file);
    }

    static boolean exists(Path file) {
        return Files.exists(file);
    }

    static boolean isWritable(Path directory) {
        return Files.isDirectory(directory) && Files.isWritable(directory);
    }

    static void makeDirectories(Path directory) throws IOException {
        Files.createDirectories(directory);
    }

    static long length(Path file) throws IOException {
        return Files.size(file);
    }

    /** What a failed write of assets means: that there is no space, or what it says. */
    static IOException fullOr(IOException failure, Path file) throws IOException {
        Path directory = drafts(file);
        if (freeSpace(directory) < HARDLY_ANY) {
            throw new StorageException(
                    StorageException.Kind.FULL,
                    "There is no space left for assets at " + directory.getParent(),
                    "Make room, delete assets that nobody refers to, or relocate them; nothing was changed",
                    failure);
        }
        return failure;
    }

    static long freeSpace(Path directory) throws IOException {
        return Files.getFileStore(directory).getUsableSpace();
    }

    /** Length and time of a plain file; empty if it is none. */
    static Optional<BasicFileAttributes> attributes(Path file) throws IOException {
        try {
            BasicFileAttributes found =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return found.isRegularFile() ? Optional.of(found) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** What lies in a directory, which need not exist. */
    static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (UncheckedIOException e) {
            throw new IOException(directory + " cannot be listed: " + e.getMessage(), e);
        }
    }

    static Optional<String> text(Path file) throws IOException {
        try {
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    static Path newFile(Path directory) throws IOException {
        return Files.createTempFile(directory, "incoming-", ".part");
    }

    /** Whether it may be one of {@link #newFile}, and no link to something else. */
    static boolean isNewFile(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.startsWith("incoming-")
                && name.endsWith(".part")
                && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && !Files.isSymbolicLink(Objects.requireNonNullElse(file.getParent(), file));
    }

    /** Goes on writing behind what a file holds; makes it if need be. */
    static Growing append(Path file) throws IOException {
        return new Growing(new RandomAccessFile(file.toFile(), "rw"));
    }

    static Written write(Path file) throws IOException {
        return new Written(new FileOutputStream(file.toFile()));
    }

    /** A file being written. */
    static final class Written extends OutputStream {
        private final FileOutputStream out;

        private Written(FileOutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int value) throws IOException {
            out.write(value);
        }

        /** In pieces: for a large one the stream would get fresh memory from the system, each time. */
        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int end = offset + length;
            for (int at = offset; at < end; at += PIECE) {
                out.write(bytes, at, Math.min(PIECE, end - at));
            }
        }

        /** Brings what was written to the disk itself. */
        void force() throws IOException {
            out.getFD().sync();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    /**
     * A file that is written at its end, and read through the same door: to open it once more, and close that, would end
     * the mark that keeps other processes off. For one thread at a time.
     */
    static final class Growing implements Closeable {
        private final RandomAccessFile file;

        private Growing(RandomAccessFile file) {
            this.file = file;
        }

        void append(byte[] bytes, int offset, int length) throws IOException {
            file.seek(file.length());
            int end = offset + length;
            for (int at = offset; at < end; at += PIECE) {
                file.write(bytes, at, Math.min(PIECE, end - at));
            }
        }

        /** Gives how many bytes were read, or -1 at the end. */
        int read(long from, byte[] target, int offset, int length) throws IOException {
            file.seek(from);
            return file.read(target, offset, length);
        }

        void force() throws IOException {
            file.getFD().sync();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /** Who has marked a file. */
    enum Mark {
        OURS,
        OTHERS,
        /** There are no marks here; a sweep elsewhere may take the file for a leftover, and the rename will say so. */
        NONE
    }

    /** Marks a file as being written by a live process, for as long as the stream is open; where that can be done. */
    static Mark mark(Written file) {
        return mark(file.out.getChannel());
    }

    static Mark mark(Growing file) {
        return mark(file.file.getChannel());
    }

    private static Mark mark(FileChannel file) {
        try {
            return file.tryLock() != null ? Mark.OURS : Mark.OTHERS;
        } catch (OverlappingFileLockException e) {
            return Mark.OTHERS;
        } catch (UnsupportedOperationException | IOException e) {
            return Mark.NONE;
        }
    }

    /** Takes a file away that no live process writes, marked meanwhile, lest somebody begins to. */
    static boolean deleteIfAbandoned(Path file) throws IOException {
        return uninterrupted(() -> {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                    FileLock lock = channel.tryLock()) {
                return lock != null && Files.deleteIfExists(file);
            } catch (OverlappingFileLockException | NoSuchFileException e) {
                return false;
            }
        });
    }

    static void setTime(Path file, long millis) throws IOException {
        Files.setLastModifiedTime(file, FileTime.fromMillis(millis));
    }

    /** Gives a file its name, in the place of another if need be, in one step that survives the loss of power. */
    static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(to);
    }

    /** Gives a file a name that must be free; false if it is not. It may have its old name, too, from then on. */
    static boolean claim(Path file, Path name) throws IOException {
        makeDirectories(drafts(name));
        try {
            // two that do so at once cannot both succeed, as they could by looking and then renaming
            Files.createLink(name, file);
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (UnsupportedOperationException | FileSystemException e) {
            // a file has but one name on this medium
            if (Files.exists(name)) {
                return false;
            }
            Files.move(file, name);
        }
        force(name);
        return true;
    }

    private static Path drafts(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IOException(file + " is no file in a directory");
        }
        return Files.createDirectories(directory);
    }

    static boolean delete(Path file) throws IOException {
        return Files.deleteIfExists(file);
    }

    /** Makes a name durable by forcing its directory, where the system has such a thing. */
    private static void force(Path named) throws IOException {
        Path directory = drafts(named);
        boolean unused = uninterrupted(() -> {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            } catch (java.nio.file.AccessDeniedException e) {
                // Windows opens no directories, and makes names durable by itself
                return false;
            }
            return true;
        });
    }

    private interface Work {
        boolean run() throws IOException;
    }

    /** Channels close under a thread that is interrupted. */
    private static boolean uninterrupted(Work work) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            return work.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
