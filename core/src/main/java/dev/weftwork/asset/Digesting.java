package dev.weftwork.asset;

import dev.weftwork.graph.AssetHash;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Bytes on their way from a stream to a place, counted and hashed. */
final class Digesting {
    /** Large enough that the calls cost nothing beside the hashing, small enough for many at once. */
    private static final int PIECE = 64 * 1024;

    private Digesting() {}

    /**
     * What went by.
     *
     * @param bytes how many
     * @param hash their hash
     */
    record Passed(long bytes, AssetHash hash) {}

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java platform has SHA-256", e);
        }
    }

    /** Copies to the end; what the source throws is told apart from what the target throws. */
    static Passed copy(InputStream source, OutputStream target) throws IOException {
        MessageDigest digest = sha256();
        byte[] piece = new byte[PIECE];
        long bytes = 0;
        for (int n = read(source, piece); n >= 0; n = read(source, piece)) {
            digest.update(piece, 0, n);
            target.write(piece, 0, n);
            bytes += n;
        }
        return new Passed(bytes, AssetHash.of(digest));
    }

    private static int read(InputStream source, byte[] piece) {
        try {
            return source.read(piece);
        } catch (IOException e) {
            throw new SourceFailure(e);
        }
    }

    /** The caller's stream failed, not the medium. */
    static final class SourceFailure extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final IOException original;

        SourceFailure(IOException cause) {
            super(cause);
            original = cause;
        }

        IOException unwrapped() {
            return original;
        }
    }
}
