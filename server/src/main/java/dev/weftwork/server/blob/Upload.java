package dev.weftwork.server.blob;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * A binary on its way in. What has come is in a file whose name says all that is to be known of it, so an upload outlives
 * the process. The hash is worked out as the bytes come; after a restart, from the file.
 *
 * <p>One thread at a time may write.
 */
public final class Upload implements AutoCloseable {
    private static final int BUFFER = 256 << 10;

    private final String workspace;
    private final String id;
    private final String hash;
    private final long length;
    private final Path file;
    private volatile long offset;
    private volatile long touched;
    private @Nullable FileChannel channel;
    private @Nullable MessageDigest digest;

    Upload(String workspace, UploadName name, Path file, long touched) throws IOException {
        this.workspace = workspace;
        this.id = name.id();
        this.hash = name.hash();
        this.length = name.length();
        this.file = file;
        this.offset = Files.size(file);
        this.touched = touched;
    }

    /**
     * What clients call this upload.
     *
     * @return an id that nobody can guess
     */
    public String id() {
        return id;
    }

    /**
     * What the binary will be called.
     *
     * @return the name that was promised
     */
    public String hash() {
        return hash;
    }

    /**
     * How long the binary will be.
     *
     * @return the bytes that were promised
     */
    public long length() {
        return length;
    }

    /**
     * How much has come.
     *
     * @return the bytes
     */
    public long offset() {
        return offset;
    }

    String workspace() {
        return workspace;
    }

    Path file() {
        return file;
    }

    long touched() {
        return touched;
    }

    void touch(long millis) {
        touched = millis;
    }

    /**
     * Appends what came.
     *
     * @param bytes the bytes; all are taken
     * @throws IOException if they cannot be written
     */
    public void append(ByteBuffer bytes) throws IOException {
        if (bytes.remaining() > length - offset) {
            throw new IllegalArgumentException("More came than the " + length + " bytes that were promised");
        }
        MessageDigest sum = digest();
        FileChannel to = channel();
        sum.update(bytes.duplicate());
        long end = offset;
        while (bytes.hasRemaining()) {
            end += to.write(bytes);
            offset = end;
        }
    }

    private FileChannel channel() throws IOException {
        FileChannel open = channel;
        if (open == null) {
            open = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
            channel = open;
        }
        return open;
    }

    private MessageDigest digest() throws IOException {
        MessageDigest known = digest;
        if (known == null) {
            known = Hashes.digest();
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
            try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ)) {
                while (from.read(buffer) >= 0) {
                    known.update(buffer.flip());
                    buffer.clear();
                }
            }
            digest = known;
        }
        return known;
    }

    /** Whether all has come and is what was promised; asked once. */
    boolean isAsPromised() throws IOException {
        boolean same = offset == length && Hashes.text(digest().digest()).equals(hash);
        digest = null;
        return same;
    }

    /** Lets go of the file until more comes. After a failed write, what is in the file counts. */
    @Override
    public void close() throws IOException {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
        if (Files.exists(file) && Files.size(file) != offset) {
            digest = null;
            offset = Files.size(file);
        }
    }
}
