package dev.weftwork.server.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.ObjLongConsumer;

/**
 * Keeps finished binaries. Each belongs to a workspace and is named by the SHA-256 of its bytes, as 64 lower-case
 * hexadecimal digits, so it never changes; two workspaces that have the same bytes have them each for itself.
 *
 * <p>Any thread may call. All calls may block.
 */
public interface BlobStorage extends AutoCloseable {
    /**
     * Whether a binary is there, and how long it is.
     *
     * @param workspace whose
     * @param hash its name
     * @return its length in bytes, or empty if it is not there
     * @throws IOException if the storage cannot be asked now
     */
    OptionalLong size(String workspace, String hash) throws IOException;

    /**
     * Reads a stretch of a binary.
     *
     * @param workspace whose
     * @param hash its name
     * @param offset where to begin
     * @param length how many bytes; the binary has at least so many from there on, and it is more than none
     * @return the bytes, which the caller closes
     * @throws java.nio.file.NoSuchFileException if it is not there
     * @throws IOException if the storage cannot be read now
     */
    InputStream open(String workspace, String hash, long offset, long length) throws IOException;

    /**
     * Takes a binary in. It is there for everybody, whole and durable, when this returns, and not before; when it fails,
     * nothing is there. One that is there already stays as it is.
     *
     * @param workspace whose
     * @param hash its name, which the caller has checked
     * @param file the bytes; may be moved away
     * @throws IOException if the storage cannot be written now
     */
    void store(String workspace, String hash, Path file) throws IOException;

    /**
     * Removes a binary, if it is there.
     *
     * @param workspace whose
     * @param hash its name
     * @throws IOException if the storage cannot be written now
     */
    void delete(String workspace, String hash) throws IOException;

    /**
     * Lists all binaries of a workspace.
     *
     * @param workspace whose
     * @param each takes name and length
     * @throws IOException if the storage cannot be read now
     */
    void list(String workspace, ObjLongConsumer<String> each) throws IOException;

    /** Lets go of everything. */
    @Override
    void close();
}
