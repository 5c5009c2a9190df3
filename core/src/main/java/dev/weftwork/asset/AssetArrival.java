package dev.weftwork.asset;

import dev.weftwork.graph.AssetHash;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.spi.AssetDraft;
import dev.weftwork.spi.NewAsset;
import dev.weftwork.spi.StorageException;
import dev.weftwork.spi.StoredAsset;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Content that comes in stretches. It is an asset when it was {@linkplain #finish finished}; until then, what has come
 * waits here for more, also in a process that starts later. Confined to one thread at a time.
 */
public final class AssetArrival implements AutoCloseable {
    private static final int PIECE = 64 << 10;

    private final AssetHash hash;
    private final AssetDraft draft;
    private final LongSupplier wallMillis;
    private final Function<StoredAsset, AssetRef> naming;
    private @Nullable MessageDigest digest;

    AssetArrival(AssetHash hash, AssetDraft draft, LongSupplier wallMillis, Function<StoredAsset, AssetRef> naming) {
        this.hash = hash;
        this.draft = draft;
        this.wallMillis = wallMillis;
        this.naming = naming;
    }

    /**
     * How much has come.
     *
     * @return how many bytes, from the first on; those need not be fetched again
     */
    public long length() {
        return draft.length();
    }

    /**
     * Takes the next stretch.
     *
     * @param bytes all of them are taken
     * @throws IOException if they cannot be written now
     * @throws StorageException of kind {@code FULL} if there is no space
     */
    public void take(ByteBuffer bytes) throws IOException {
        Objects.requireNonNull(bytes, "Bytes are needed; they are the next of the content");
        MessageDigest sum = digest();
        digest = null;
        ByteBuffer stretch = bytes.hasArray() ? bytes.duplicate() : copy(bytes);
        draft.append(stretch.duplicate());
        sum.update(stretch);
        bytes.position(bytes.limit());
        digest = sum;
    }

    /** Hashing what lies outside the heap, or may not be written, would copy it in small pieces. */
    private static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    }

    /**
     * Makes an asset of what has come, if it is what it should be. If it is not, it is dropped, since nobody can tell
     * which part of it is wrong.
     *
     * @param mime the media type, or null if nobody knows it
     * @return the reference to the content
     * @throws AssetCorruptedException if the hash is another
     * @throws IOException if it cannot be written now; then what has come stays
     */
    public AssetRef finish(@Nullable String mime) throws IOException {
        AssetHash actual = AssetHash.of(digest());
        digest = null;
        if (!actual.equals(hash)) {
            long bytes = draft.length();
            draft.discard();
            throw new AssetCorruptedException("The " + bytes + " bytes that came should be " + hash + " and are "
                    + actual + "; nothing was kept, so fetch it once more");
        }
        AssetOptions options = mime == null ? AssetOptions.NONE : AssetOptions.of(mime);
        return naming.apply(draft.finish(new NewAsset(options.key(hash), hash, wallMillis.getAsLong())));
    }

    /** What came in a process before this one is read once. */
    private MessageDigest digest() throws IOException {
        MessageDigest known = digest;
        if (known == null) {
            known = Digesting.sha256();
            try (InputStream here = draft.open()) {
                byte[] piece = new byte[PIECE];
                for (int n = here.read(piece); n >= 0; n = here.read(piece)) {
                    known.update(piece, 0, n);
                }
            }
            digest = known;
        }
        return known;
    }

    /**
     * Lets go of it; what has come stays. Closing twice does nothing.
     *
     * @throws IOException if the place reports a failure
     */
    @Override
    public void close() throws IOException {
        draft.close();
    }
}
