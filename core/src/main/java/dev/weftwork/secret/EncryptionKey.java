package dev.weftwork.secret;

import java.util.Objects;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** An AES-256 key and its name. Neither its text nor any message of this library shows the key itself. Immutable. */
public final class EncryptionKey {
    private static final int BYTES = 32;
    private static final String AES = "AES";

    private final String id;
    private final SecretKey material;

    private EncryptionKey(String id, SecretKey material) {
        this.id = id;
        this.material = material;
    }

    /**
     * A key of bytes.
     *
     * @param id its name, which is written beside what it encrypts: 1 to 64 letters, digits, dots, dashes or
     *     underscores
     * @param bytes 32 bytes, which are copied
     * @return the key
     * @throws IllegalArgumentException if the name or the number of bytes does not fit
     */
    public static EncryptionKey of(String id, byte[] bytes) {
        Objects.requireNonNull(bytes, "The bytes of a key are needed; 32 random ones make a key");
        requireLength(bytes.length);
        return of(id, new SecretKeySpec(bytes, AES));
    }

    /**
     * A key that something else keeps, such as a key store or a security module.
     *
     * @param id its name, as in {@link #of(String, byte[])}
     * @param key an AES key; one that shows its bytes has to have 32 of them
     * @return the key
     * @throws IllegalArgumentException if the name or the key does not fit
     */
    public static EncryptionKey of(String id, SecretKey key) {
        Envelope.checkKeyId(id);
        Objects.requireNonNull(key, "A key is needed; an AES key of 256 bits");
        if (!AES.equals(key.getAlgorithm())) {
            throw new IllegalArgumentException(
                    "Key '" + id + "' is for " + key.getAlgorithm() + "; an AES key of 256 bits is needed");
        }
        byte[] bytes = key.getEncoded();
        if (bytes != null) {
            requireLength(bytes.length);
        }
        return new EncryptionKey(id, key);
    }

    private static void requireLength(int length) {
        if (length != BYTES) {
            throw new IllegalArgumentException("A key has " + BYTES + " bytes, not " + length
                    + "; make one of random bytes, and none of a password as it is");
        }
    }

    /**
     * The key's name.
     *
     * @return the name
     */
    public String id() {
        return id;
    }

    SecretKey material() {
        return material;
    }

    @Override
    public String toString() {
        return "key '" + id + "'";
    }
}
