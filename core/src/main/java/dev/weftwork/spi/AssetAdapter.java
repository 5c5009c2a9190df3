package dev.weftwork.spi;

import dev.weftwork.graph.AssetFacts;
import dev.weftwork.graph.AssetHash;
import dev.weftwork.graph.AssetRef;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps large binaries on some medium. Content never changes: it is put once, whole, under its hash, and is there until it
 * is removed. An adapter moves bytes; it knows nothing of graphs, and computes no hashes.
 *
 * <p><b>Streams.</b> Bytes pass through in pieces. An adapter never holds an asset in memory, unless memory is its medium.
 *
 * <p><b>Failures.</b> {@link IOException} means "later": nothing was changed, the same call may work soon. {@link
 * StorageException} names what needs a person, such as a medium that is full. What a killed process left half-written is
 * never seen as an asset.
 *
 * <p><b>Threads.</b> Any thread may call; many may put and read at once. Several processes may use one place if {@link
 * #description()} says that it is shared.
 *
 * <p>The contract is written as a test, {@code AssetAdapterContract} in the testkit: an adapter author's whole test is one
 * subclass.
 */
public interface AssetAdapter extends AutoCloseable {
    /**
     * What this place is, with notices of what it cannot do here.
     *
     * @return a description for people and for decisions
     */
    StorageDescription description();

    /**
     * The reference that leads to an asset here.
     *
     * @param key what the asset is called
     * @param facts what is said about it
     * @return the reference, of the kind that this place stands for
     */
    AssetRef refTo(AssetKey key, AssetFacts facts);

    /**
     * Takes bytes in. When the callback returns, they become an asset in one step, durable when this method returns. When
     * it throws, nothing of them stays.
     *
     * <p>If content of the same hash is here already, it keeps its key and its age, and the new bytes take its place: so
     * putting content once more heals a damaged copy. If the wished key names other content, or its id reads like another
     * hash, the key is {@link AssetKey#of(String, AssetHash)} instead.
     *
     * @param filling writes the bytes, and says in the end what they are called
     * @return what is here now
     * @throws IOException if the medium cannot be written now; nothing was changed
     * @throws StorageException of kind {@code FULL} if there is no space; nothing was changed
     */
    StoredAsset put(Filling filling) throws IOException;

    /**
     * Takes up, or begins, content of a known hash that comes in stretches. What has come stays when the process dies.
     *
     * @param hash what the whole is to be; the caller checks it
     * @return the part that is here, perhaps of no bytes yet; empty if this place keeps no parts, or if somebody else
     *     writes to this one now
     * @throws IOException if the medium cannot be written now
     */
    default Optional<AssetDraft> draft(AssetHash hash) throws IOException {
        Objects.requireNonNull(hash, "A hash is needed; it names the content");
        return Optional.empty();
    }

    /**
     * The content of which parts are here.
     *
     * @return the hashes
     * @throws IOException if the medium cannot be read now
     */
    default Set<AssetHash> drafts() throws IOException {
        return Set.of();
    }

    /**
     * Looks for content.
     *
     * @param hash its hash
     * @return the asset, or empty if it is not here
     * @throws IOException if the medium cannot be read now
     */
    Optional<StoredAsset> find(AssetHash hash) throws IOException;

    /**
     * Looks for a name.
     *
     * @param key what it is called
     * @return the asset, or empty if there is none
     * @throws IOException if the medium cannot be read now
     */
    Optional<StoredAsset> find(AssetKey key) throws IOException;

    /**
     * Reads an asset. What was opened stays readable while the asset is put once more; when it is removed meanwhile, the
     * stream goes on to the end or throws {@link IOException}.
     *
     * @param key what it is called
     * @param from the first byte to read, at most its length
     * @return the bytes from there to the end, or empty if there is no such asset; the caller closes it
     * @throws IOException if the medium cannot be read now
     */
    Optional<InputStream> open(AssetKey key, long from) throws IOException;

    /**
     * Removes an asset.
     *
     * @param key what it is called
     * @return whether there was one
     * @throws IOException if the medium cannot be written now; nothing was changed
     */
    boolean remove(AssetKey key) throws IOException;

    /**
     * Shows every asset, in any order. One that comes or goes meanwhile may be shown or not.
     *
     * @param visitor is shown them; may use this adapter
     * @throws IOException if the medium cannot be read now, or the visitor gives up
     */
    void list(Visitor visitor) throws IOException;

    /**
     * Clears away what killed processes left half-written, and nothing that a live one is writing.
     *
     * @throws IOException if that cannot be done now
     */
    default void sweep() throws IOException {}

    /**
     * Lets go of the medium. What was put stays. Closing twice does nothing. Other calls throw {@link StorageException} of
     * kind {@code LOCKED} from then on.
     *
     * @throws IOException if the medium reports a failure
     */
    @Override
    void close() throws IOException;

    /** Hands bytes over. */
    @FunctionalInterface
    interface Filling {
        /**
         * Writes all bytes.
         *
         * @param out takes them; valid until this method returns, and closed by the adapter
         * @return what they are to be called
         * @throws IOException to give up
         */
        NewAsset fill(OutputStream out) throws IOException;
    }

    /** Is shown assets. */
    @FunctionalInterface
    interface Visitor {
        /**
         * Takes one.
         *
         * @param asset an asset
         * @throws IOException to give up
         */
        void visit(StoredAsset asset) throws IOException;
    }
}
