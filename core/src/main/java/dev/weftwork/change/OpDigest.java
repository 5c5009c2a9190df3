package dev.weftwork.change;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The fingerprint of an operation's writes. Both sides work it out; it is never sent. */
public final class OpDigest {
    private OpDigest() {}

    /**
     * The fingerprint.
     *
     * @param op the operation
     * @return SHA-256 over the text of its writes, in hexadecimal
     */
    public static String of(Op op) {
        return HexFormat.of().formatHex(sha256(OpJson.writes(op)));
    }

    /**
     * What is left of an operation that is forgotten, beside its replica and number: enough to tell it from any other.
     *
     * @param id the operation's id
     * @param digest the fingerprint of its writes
     * @return eight bytes of a hash of both, never zero
     */
    public static long trace(OpId id, String digest) {
        long trace = ByteBuffer.wrap(sha256(id.value() + " " + digest)).getLong();
        return trace == 0 ? 1 : trace;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
