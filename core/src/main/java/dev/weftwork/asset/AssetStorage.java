package dev.weftwork.asset;

import dev.weftwork.graph.AssetHash;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.spi.AssetAdapter;
import dev.weftwork.spi.StorageDescription;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Keeps large binaries out of the graph. Content is called by its SHA-256: putting the same twice keeps it once, and a
 * reference with a hash finds it wherever it lies, whatever place the reference names.
 *
 * <p>Bytes pass through in pieces, so an asset of any size takes a fixed amount of memory. What has been put survives the
 * death of the process; what was being put when it died is not there at all.
 *
 * <p><b>Failures.</b> A medium that fails is a {@link dev.weftwork.spi.StorageException}, whose kind tells whether to wait,
 * to make room or to move. An {@link IOException} comes from the caller's own stream or file.
 *
 * <p><b>Threads.</b> Any thread may call; reads and puts run side by side.
 *
 * <p>No method has a default, so that nobody who stands before a storage forgets to hand one on.
 */
public interface AssetStorage {
    /**
     * Starts on a place. Hosts get theirs from the store; this is for those who have no store.
     *
     * @param place where content is kept; the caller closes it
     * @param wallMillis the time in milliseconds since 1970, from which ages come
     * @return the storage; nobody refers to its assets until {@link #alsoReferredBy} says who does
     */
    static AssetStorage on(AssetAdapter place, LongSupplier wallMillis) {
        return new DefaultAssetStorage(
                Objects.requireNonNull(place, "A place is needed; it is where content is kept"),
                Objects.requireNonNull(wallMillis, "A clock is needed; it gives milliseconds since 1970"));
    }

    /**
     * Puts the bytes of a stream up to its end. The stream stays the caller's to close.
     *
     * @param content the bytes
     * @param options what is known of them
     * @return the reference to keep in the graph, with media type, length and hash
     * @throws IOException if the stream fails; then nothing was put
     * @throws AssetCorruptedException if the bytes do not have the hash that the options expect; then nothing was put
     */
    AssetRef put(InputStream content, AssetOptions options) throws IOException;

    /**
     * Puts the bytes of a file, which stays where it is.
     *
     * @param file the file
     * @param options what is known of it
     * @return the reference to keep in the graph, with media type, length and hash
     * @throws IOException if the file cannot be read; then nothing was put
     * @throws AssetCorruptedException if the bytes do not have the hash that the options expect; then nothing was put
     */
    AssetRef put(Path file, AssetOptions options) throws IOException;

    /**
     * Puts the bytes of a file of which only the media type is known.
     *
     * @param file the file
     * @param mime the media type, such as {@code image/png}
     * @return the reference to keep in the graph
     * @throws IOException if the file cannot be read; then nothing was put
     */
    AssetRef put(Path file, String mime) throws IOException;

    /**
     * Puts bytes of which only the media type is known.
     *
     * @param content the bytes
     * @param mime the media type, such as {@code image/png}
     * @return the reference to keep in the graph
     * @throws IOException if the stream fails; then nothing was put
     */
    AssetRef put(InputStream content, String mime) throws IOException;

    /**
     * The reference that putting bytes would give, without putting them.
     *
     * @param content the bytes
     * @param options what is known of them
     * @return the reference; what has been put under another name is found by its hash all the same
     */
    AssetRef refTo(byte[] content, AssetOptions options);

    /**
     * Reads content. The length is checked now and the hash when the end is reached; a read that finds another one throws
     * {@link AssetCorruptedException} in the place of the end, so only what was read to the end is known to be right.
     *
     * @param ref leads to it
     * @return the bytes, or empty if the content is not here; the caller closes the stream
     * @throws AssetCorruptedException if it does not have the length that it should
     */
    Optional<InputStream> get(AssetRef ref);

    /**
     * Reads a part of content. Nothing is checked but the length of the whole.
     *
     * @param ref leads to it
     * @param from the first byte
     * @param length how many bytes; fewer come if there are not as many
     * @return the bytes, or empty if the content is not here; the caller closes the stream
     * @throws IllegalArgumentException if the part begins before the content or behind it
     * @throws AssetCorruptedException if the whole does not have the length that it should
     */
    Optional<InputStream> get(AssetRef ref, long from, long length);

    /**
     * What is known of content, without a look into it; who refers to it is not asked, so {@code uses} is empty.
     *
     * @param ref leads to it
     * @return what is known, or empty if the content is not here
     */
    Optional<AssetInfo> stat(AssetRef ref);

    /**
     * Reads content from its first to its last byte, to see whether it is what was put.
     *
     * @param ref leads to it
     * @return whether it is whole; empty if it is not here
     */
    Optional<Boolean> verify(AssetRef ref);

    /**
     * Takes content in that comes in stretches, such as over a network, and goes on with what has come of it before, also
     * in a process that has died since. Nobody sees it before it is whole and its hash is right.
     *
     * @param hash what the whole has to be
     * @return takes it in; empty if this place cannot keep parts, or if somebody else takes in the same now. The caller
     *     closes it
     */
    Optional<AssetArrival> arrival(AssetHash hash);

    /**
     * Drops what has come of content that nobody waits for any more.
     *
     * @param wanted the hashes of that which somebody waits for
     */
    void forgetArrivals(Set<AssetHash> wanted);

    /**
     * Deletes content that nobody refers to.
     *
     * @param ref leads to it
     * @return what came of it
     */
    AssetDeletion delete(AssetRef ref);

    /**
     * Every asset with its size, its age, and who refers to it.
     *
     * @param order which comes first
     * @return an immutable list
     */
    List<AssetInfo> list(AssetOrder order);

    /**
     * Every asset that nobody refers to, the oldest first.
     *
     * @return an immutable list
     */
    List<AssetInfo> orphans();

    /**
     * Every asset that one holder refers to and nobody else: what would be left over if that holder went. Ask before a
     * workflow is removed; afterwards they are among the {@linkplain #orphans orphans}.
     *
     * @param holder such as the id of a workflow
     * @return an immutable list, the oldest first
     */
    List<AssetInfo> usedOnlyBy(String holder);

    /** Clears away what killed processes left half-written. */
    void sweep();

    /**
     * Names somebody who refers to assets, whose wishes deleting respects from then on.
     *
     * @param referrer names its references when asked
     * @return takes the referrer away
     */
    Registration alsoReferredBy(AssetReferrer referrer);

    /**
     * Keeps content from being deleted for whoever is about to refer to it: {@link #delete} answers that it is referred
     * to. The content need not be here yet. It counts for this process only.
     *
     * @param hash the content's hash
     * @return lets go of it
     */
    Registration keep(AssetHash hash);

    /** Somebody who was named; closing takes the name away. */
    interface Registration extends AutoCloseable {
        /** Takes it away; twice does nothing. */
        @Override
        void close();
    }

    /**
     * What the place is, with notices of what it cannot do here.
     *
     * @return a description
     */
    StorageDescription description();
}
