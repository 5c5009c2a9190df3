package dev.weftwork.secret;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

/** Keys, and sealers whose random bytes repeat, for tests. */
public final class Keys {
    private Keys() {}

    /**
     * A key.
     *
     * @param id its name
     * @param fill the byte that it is made of
     * @return the key
     */
    public static EncryptionKey key(String id, int fill) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) fill);
        return EncryptionKey.of(id, bytes);
    }

    static EncryptionKey counting(String id) {
        byte[] bytes = new byte[32];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        return EncryptionKey.of(id, bytes);
    }

    /**
     * Keys that are locked away.
     *
     * @return keys that fail
     */
    public static SecretKeys failing() {
        return new SecretKeys() {
            @Override
            public EncryptionKey current() {
                throw new IllegalStateException("the keychain is locked");
            }

            @Override
            public Optional<EncryptionKey> key(String id) {
                throw new IllegalStateException("the keychain is locked");
            }
        };
    }

    /** A sealer of two settings. */
    static Sealer sealer(SecretKeys keys) {
        return sealer(SecretFields.of("config.apiKey", "config.token@http"), keys);
    }

    /**
     * A sealer that gives the same envelopes in each run.
     *
     * @param fields what is secret
     * @param keys the keys
     * @return the sealer
     */
    public static Sealer sealer(SecretFields fields, SecretKeys keys) {
        return Sealer.of(fields, keys).drawing(new Random(47)::nextBytes);
    }
}
