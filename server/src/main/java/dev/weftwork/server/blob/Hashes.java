package dev.weftwork.server.blob;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The names of binaries and of places. */
final class Hashes {
    private Hashes() {}

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    static String text(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }

    /** The id of a workspace may be no name of a directory, nor of anything else that is outside. */
    static String place(String workspace) {
        return text(digest().digest(workspace.getBytes(StandardCharsets.UTF_8)));
    }
}
