package dev.weftwork.version;

import dev.weftwork.change.EntityKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Names of chunks, and places of entities among them: SHA-256. */
final class Hashes {
    private Hashes() {}

    /** The name of a chunk of some text. */
    static String of(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(text));
    }

    /** Where an entity stands; evenly spread, whatever ids look like. */
    static long place(EntityKey key) {
        return ByteBuffer.wrap(sha256(key.kind() + "/" + key.id())).getLong();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
