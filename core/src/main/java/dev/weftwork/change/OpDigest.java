package dev.weftwork.change;

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
        try {
            byte[] text = OpJson.writes(op).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
