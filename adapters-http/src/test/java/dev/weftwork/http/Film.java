package dev.weftwork.http;

import dev.weftwork.graph.AssetHash;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Random;

/**
 * A binary of any size that takes up no memory.
 *
 * @param size how many bytes
 */
record Film(long size) {
    private static final int BLOCK = 1 << 16;

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    InputStream open(long offset) {
        return new Reel(offset);
    }

    AssetHash hash() {
        MessageDigest digest = digest();
        byte[] piece = new byte[BLOCK];
        try (InputStream in = open(0)) {
            for (int got = in.read(piece); got >= 0; got = in.read(piece)) {
                digest.update(piece, 0, got);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return AssetHash.of(digest);
    }

    /** Every block differs from all others in its first bytes. */
    private final class Reel extends InputStream {
        private final byte[] block = new byte[BLOCK];
        private long at;

        Reel(long offset) {
            new Random(7).nextBytes(block);
            at = offset;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int count) {
            if (at >= size) {
                return -1;
            }
            long number = at / BLOCK;
            for (int i = 0; i < 8; i++) {
                block[i] = (byte) (number >> (8 * i));
            }
            int within = (int) (at % BLOCK);
            int got = (int) Math.min(Math.min(count, BLOCK - within), size - at);
            System.arraycopy(block, within, into, from, got);
            at += got;
            return got;
        }
    }
}
