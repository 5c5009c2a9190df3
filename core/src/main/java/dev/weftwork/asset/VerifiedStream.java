package dev.weftwork.asset;

import dev.weftwork.graph.AssetHash;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Content on its way out; in the place of an end that does not fit the hash comes an exception. */
final class VerifiedStream extends FilterInputStream {
    private final String name;
    private final AssetHash expected;
    private final MessageDigest digest = Digesting.sha256();
    private boolean ended;

    VerifiedStream(String name, InputStream content, AssetHash expected) {
        super(content);
        this.name = name;
        this.expected = expected;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int n = super.read(target, offset, length);
        if (n > 0) {
            digest.update(target, offset, n);
        } else if (n < 0) {
            end();
        }
        return n;
    }

    /** Skips by reading, since every byte counts for the hash. */
    @Override
    public long skip(long wanted) throws IOException {
        byte[] piece = new byte[(int) Math.min(8192, Math.max(0, wanted))];
        long left = wanted;
        while (left > 0) {
            int n = read(piece, 0, (int) Math.min(piece.length, left));
            if (n < 0) {
                break;
            }
            left -= n;
        }
        return Math.max(0, wanted) - Math.max(0, left);
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void end() {
        if (ended) {
            return;
        }
        AssetHash actual = AssetHash.of(digest);
        if (!actual.equals(expected)) {
            throw new AssetCorruptedException("Asset " + name + " is damaged: it should be " + expected + " and is "
                    + actual + "; put the right content once more, or fetch it from where it came");
        }
        ended = true;
    }
}
