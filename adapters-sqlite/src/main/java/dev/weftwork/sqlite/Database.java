package dev.weftwork.sqlite;

import dev.weftwork.spi.CapabilityNotice;
import dev.weftwork.spi.FrameRing;
import dev.weftwork.spi.StorageAdapter.ReadWork;
import dev.weftwork.spi.StorageAdapter.WriteWork;
import dev.weftwork.spi.StorageDescription;
import dev.weftwork.spi.StorageException;
import dev.weftwork.spi.StorageException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An open file: one writer, some readers, one connection that watches the head. */
final class Database {
    private final Path file;
    private final StorageDescription description;
    private final @Nullable Writer writer;
    private final Readers readers;
    private final HeadWatch head;
    private final RingFile frames;

    private Database(
            Path file, StorageDescription description, @Nullable Writer writer, Readers readers, HeadWatch head) {
        this.file = file;
        this.description = description;
        this.writer = writer;
        this.readers = readers;
        this.head = head;
        frames = new RingFile(file);
    }

    /** Puts an open database together. The sessions belong to it from now on. */
    static Database of(
            Options options,
            List<CapabilityNotice> notices,
            @Nullable Writer writer,
            Session watching,
            Readers readers,
            FileIdentity identity) {
        Path file = options.file();
        StorageDescription description = new StorageDescription(
                "SQLite", file.toString(), writer != null, options.durability() == Durability.FULL, true, notices);
        return new Database(file, description, writer, readers, new HeadWatch(watching, file, identity));
    }

    Path file() {
        return file;
    }

    StorageDescription description() {
        return description;
    }

    <T extends @Nullable Object> T read(ReadWork<T> work) throws IOException {
        requireOutside();
        return readers.read(work);
    }

    <T extends @Nullable Object> T write(WriteWork<T> work) throws IOException {
        requireOutside();
        return writer().write(work);
    }

    <T extends @Nullable Object> T writeLightly(WriteWork<T> work) throws IOException {
        requireOutside();
        return writer().writeLightly(work);
    }

    /** Reads with statements of one's own; each sees the moment at which it runs. */
    <T extends @Nullable Object> T query(Readers.SessionWork<T> work) throws IOException {
        return readers.use(work);
    }

    /** Writes with statements of one's own, about so many bytes. */
    <T extends @Nullable Object> T change(long bytes, Readers.SessionWork<T> work) throws IOException {
        return writer().change(bytes, work);
    }

    boolean append(long expectedHead, String body) throws IOException {
        requireOutside();
        return writer().append(expectedHead, body);
    }

    long head() throws IOException {
        requireOutside();
        return head.head();
    }

    void compact() throws IOException {
        requireOutside();
        if (writer != null) {
            writer.compact();
        }
    }

    boolean scrub() throws IOException {
        requireOutside();
        writer().scrub();
        frames.clear();
        return true;
    }

    List<String> check() throws IOException {
        readers.requireOutside();
        return readers.use(Check::run);
    }

    void backup(Path target) throws IOException {
        readers.requireOutside();
        readers.use(session -> {
            Backup.write(session, file, target);
            return true;
        });
    }

    /** Where gestures are shown; nothing if the file is only read, since a reader leaves everything as it is. */
    Optional<FrameRing> frames() {
        return writer == null ? Optional.empty() : Optional.of(frames);
    }

    /** Closes the writer last: the last one out copies the write-ahead log into the database and removes it. */
    void close() throws IOException {
        requireOutside();
        closeFrames();
        Ending ending = new Ending();
        ending.take(readers::close);
        ending.take(head::close);
        if (writer != null) {
            ending.take(writer::close);
        }
        try {
            ending.throwIfFailed();
        } catch (SQLException e) {
            throw Failures.of(e, file);
        }
    }

    private void closeFrames() {
        try {
            if (writer != null) {
                frames.close();
            }
        } catch (IOException e) {
            // where files that others have open cannot be removed, whoever closes last does it
            return;
        }
    }

    /** A callback has its transaction; what it called here could wait for its own end. */
    void requireOutside() {
        readers.requireOutside();
        if (writer != null) {
            writer.requireOutside();
        }
    }

    private Writer writer() {
        if (writer == null) {
            throw new StorageException(
                    Kind.READ_ONLY, file + " was opened to be read only", "Open it without readOnly() to write");
        }
        return writer;
    }
}
