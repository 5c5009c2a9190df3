package dev.weftwork.secret;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Registers;
import dev.weftwork.graph.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts the values of secret fields and decrypts them, with AES-256 in Galois/counter mode. Holds which fields are
 * secret and where keys come from; touches no medium. Safe for use by many threads.
 */
public final class Sealer {
    /** How many bytes of UTF-8 one secret value may hold. */
    public static final int MOST_BYTES = 16 << 20;

    private static final String CIPHER = "AES/GCM/NoPadding";

    private final SecretFields fields;
    private final SecretKeys keys;
    private final Nonces nonces;

    private Sealer(SecretFields fields, SecretKeys keys, Nonces nonces) {
        this.fields = fields;
        this.keys = keys;
        this.nonces = nonces;
    }

    /**
     * A sealer that draws its random bytes from the system.
     *
     * @param fields which fields are secret
     * @param keys where keys come from
     * @return the sealer
     */
    public static Sealer of(SecretFields fields, SecretKeys keys) {
        return new Sealer(
                Objects.requireNonNull(fields, "Fields are needed; SecretFields.of(\"config.apiKey\") names one"),
                Objects.requireNonNull(keys, "Keys are needed; SecretKeys.of(…) holds those that are at hand"),
                Nonces.system());
    }

    /**
     * The same with random bytes from elsewhere. Two encryptions with the same bytes under the same key give both values
     * away: a source that repeats is for tests.
     *
     * @param source where random bytes come from
     * @return the sealer
     */
    public Sealer drawing(Nonces source) {
        return new Sealer(
                fields, keys, Objects.requireNonNull(source, "A source is needed; Nonces.system() is the usual one"));
    }

    /**
     * Which fields are secret.
     *
     * @return the fields
     */
    public SecretFields fields() {
        return fields;
    }

    /**
     * Whether a value is encrypted already, by whomever.
     *
     * @param value the value
     * @return true if it is an envelope
     */
    public static boolean isSealed(Json value) {
        return Envelope.read(Objects.requireNonNull(value, "A value is needed; JSON null is one, too")) != null;
    }

    /**
     * Encrypts a value, unless it is encrypted already.
     *
     * @param kind what sort of entity it is of
     * @param field its register, such as {@code config.apiKey}; it opens in this one only
     * @param value the value, perhaps JSON null
     * @return the envelope
     * @throws IllegalArgumentException if the value holds more than {@link #MOST_BYTES}
     * @throws IllegalStateException if there is no key to encrypt with now
     */
    public Json seal(EntityKind kind, String field, Json value) {
        check(kind, field);
        if (isSealed(value)) {
            return value;
        }
        byte[] plain = value.text().getBytes(StandardCharsets.UTF_8);
        if (plain.length > MOST_BYTES) {
            throw new IllegalArgumentException("The value of secret field '" + field + "' holds " + plain.length
                    + " bytes, and one may hold " + MOST_BYTES + "; keep something that large as a file of its own");
        }
        EncryptionKey key = current(field);
        byte[] iv = new byte[Envelope.IV_BYTES];
        nonces.fill(iv);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, iv, kind, field);
            return Envelope.of(key.id(), iv, cipher.doFinal(plain)).json();
        } catch (GeneralSecurityException | ProviderException e) {
            throw new IllegalStateException(
                    "Secret field '" + field + "' cannot be encrypted with " + key
                            + "; SecretKeys.current() has to give an AES key of 256 bits that this process may use",
                    e);
        }
    }

    /**
     * Encrypts what an operation would write into secret fields. A write that says the same as what stands there
     * encrypted is left out; what stands there and becomes secret because an entity gets another type is added.
     *
     * @param writes the writes
     * @param standing tells what an entity's registers are now, null if there is none
     * @return the writes, the same if there is nothing to encrypt
     * @throws IllegalArgumentException if a value holds more than {@link #MOST_BYTES}
     * @throws IllegalStateException if there is no key to encrypt with now
     */
    public List<EntityWrites> seal(List<EntityWrites> writes, Function<EntityKey, @Nullable Registers> standing) {
        if (fields.plaintext(writes, standing).isEmpty()) {
            return writes;
        }
        List<EntityWrites> sealed = new ArrayList<>(writes.size());
        for (EntityWrites each : writes) {
            EntityWrites one = new WriteSealing(this, each, standing.apply(each.key())).run();
            if (one.size() > 0) {
                sealed.add(one);
            }
        }
        return sealed;
    }

    /**
     * Encrypts what an operation holds in secret fields, and neither leaves out a write nor adds one: for operations that
     * exist already.
     *
     * @param writes the writes
     * @param standing tells what an entity's registers are now, null if there is none
     * @return the writes, the same if there is nothing to encrypt
     * @throws IllegalArgumentException if a value holds more than {@link #MOST_BYTES}
     * @throws IllegalStateException if there is no key to encrypt with now
     */
    public List<EntityWrites> sealAll(List<EntityWrites> writes, Function<EntityKey, @Nullable Registers> standing) {
        if (!holdPlaintext(writes, standing)) {
            return writes;
        }
        return writes.stream()
                .map(each -> new WriteSealing(this, each, standing.apply(each.key())).all())
                .toList();
    }

    /**
     * Whether some writes hold plaintext in secret fields themselves, whatever stands beside them.
     *
     * @param writes the writes
     * @param standing tells what an entity's registers are now, null if there is none
     * @return true if {@link #sealAll} would encrypt any
     */
    public boolean holdPlaintext(List<EntityWrites> writes, Function<EntityKey, @Nullable Registers> standing) {
        Objects.requireNonNull(writes, "Writes are needed; there may be none of them");
        Objects.requireNonNull(standing, "A way to the standing registers is needed; it may give null for each");
        return !fields.isEmpty()
                && writes.stream()
                        .anyMatch(each -> !fields.written(each, standing.apply(each.key()))
                                .isEmpty());
    }

    /**
     * The key that new values are encrypted with.
     *
     * @return its name
     * @throws IllegalStateException if there is no key to encrypt with now
     */
    public String currentKeyId() {
        return current("").id();
    }

    private EncryptionKey current(String field) {
        EncryptionKey key;
        try {
            key = keys.current();
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "There is no key to encrypt " + (field.isEmpty() ? "" : "secret field '" + field + "' ")
                            + "with: SecretKeys.current() failed; nothing was written. Unlock the keys and try again",
                    e);
        }
        return Objects.requireNonNull(key, "SecretKeys.current() gave null; it has to give a key or throw");
    }

    /**
     * Decrypts a value. Never throws for what the value holds.
     *
     * @param kind what sort of entity it is of
     * @param field its register
     * @param value the value, or null if there is none
     * @return the value, or why it cannot be read
     */
    public Revealed open(EntityKind kind, String field, @Nullable Json value) {
        check(kind, field);
        if (value == null) {
            return new Revealed.Absent();
        }
        Envelope envelope = Envelope.read(value);
        return envelope == null ? new Revealed.Plain(value) : open(kind, field, envelope);
    }

    private Revealed open(EntityKind kind, String field, Envelope envelope) {
        String id = envelope.keyId();
        if (envelope.version() != 1) {
            return new Revealed.Locked(
                    id, "It was encrypted by a newer version of this library, which has to read it, too");
        }
        Optional<EncryptionKey> key;
        try {
            key = Objects.requireNonNull(keys.key(id), "SecretKeys.key(…) gives an empty Optional, never null");
        } catch (RuntimeException e) {
            return new Revealed.Locked(id, "SecretKeys.key(\"" + id + "\") failed; unlock the keys and read it again");
        }
        return key.isEmpty()
                ? new Revealed.Locked(id, "No key is called '" + id + "' here; give SecretKeys that key")
                : open(kind, field, envelope, key.get());
    }

    private static Revealed open(EntityKind kind, String field, Envelope envelope, EncryptionKey key) {
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, envelope.iv(), kind, field, envelope.keyId());
            byte[] plain = cipher.doFinal(envelope.ciphertext());
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(plain))
                    .toString();
            return new Revealed.Open(envelope.keyId(), Json.parse(text));
        } catch (AEADBadTagException | CharacterCodingException | IllegalArgumentException e) {
            return new Revealed.Tampered(envelope.keyId());
        } catch (GeneralSecurityException | ProviderException e) {
            return new Revealed.Locked(
                    envelope.keyId(), "The key of that name cannot be used; it has to be an AES key of 256 bits");
        }
    }

    private static Cipher cipher(int mode, EncryptionKey key, byte[] iv, EntityKind kind, String field)
            throws GeneralSecurityException {
        return cipher(mode, key, iv, kind, field, key.id());
    }

    private static Cipher cipher(int mode, EncryptionKey key, byte[] iv, EntityKind kind, String field, String keyId)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key.material(), new GCMParameterSpec(Envelope.TAG_BYTES * 8, iv));
        cipher.updateAAD(Envelope.context(keyId, kind.name(), field));
        return cipher;
    }

    private static void check(EntityKind kind, String field) {
        Objects.requireNonNull(kind, "A kind is needed; EntityKind.NODE is that of nodes");
        Objects.requireNonNull(field, "A field is needed, such as config.apiKey");
    }

    @Override
    public String toString() {
        return "Sealer of " + fields;
    }
}
