package dev.weftwork.spi;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * A part of an asset that comes in stretches. Nobody sees it as an asset until it is {@linkplain #finish finished}.
 * Confined to one thread at a time; nobody else has the same one open.
 */
public interface AssetDraft extends AutoCloseable {
    /**
     * How much is here.
     *
     * @return how many bytes, from the first on without gaps
     */
    long length();

    /**
     * Reads what is here.
     *
     * @return the bytes; the caller closes it before anything else is done
     * @throws IOException if the medium cannot be read now
     */
    InputStream open() throws IOException;

    /**
     * Adds bytes behind those that are here.
     *
     * @param bytes all of them are taken; their memory is the caller's again when this returns
     * @throws IOException if the medium cannot be written now; some of them may have been taken
     * @throws StorageException of kind {@code FULL} if there is no space
     */
    void append(ByteBuffer bytes) throws IOException;

    /**
     * Makes an asset of it in one step, durable when this method returns, as {@link AssetAdapter#put} does. The part is
     * gone then.
     *
     * @param wished what it is to be called
     * @return what is here now
     * @throws IOException if the medium cannot be written now; then the part stays
     */
    StoredAsset finish(NewAsset wished) throws IOException;

    /**
     * Takes the part away.
     *
     * @throws IOException if the medium cannot be written now
     */
    void discard() throws IOException;

    /**
     * Lets go of it; what has come stays for later. Closing twice, or what was finished, does nothing.
     *
     * @throws IOException if the medium reports a failure
     */
    @Override
    void close() throws IOException;
}
