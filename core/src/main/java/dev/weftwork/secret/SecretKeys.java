package dev.weftwork.secret;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Where keys come from: the host's key store, the operating system's, a security module. It is asked for each value,
 * while the store is locked, by any thread; so it keeps what is slow to fetch, and does not call the store.
 */
public interface SecretKeys {
    /**
     * The key that new values are encrypted with.
     *
     * @return the key
     * @throws RuntimeException if there is none now; the edit that needs it is refused, and nothing is written
     */
    EncryptionKey current();

    /**
     * The key of a name, to read what was encrypted with it.
     *
     * @param id the name
     * @return the key, or empty if it is not at hand; then values show as locked
     */
    Optional<EncryptionKey> key(String id);

    /**
     * Keys that are at hand for as long as the process runs.
     *
     * @param current the key for new values
     * @param former keys that older values were encrypted with
     * @return the keys
     * @throws IllegalArgumentException if two of them have one name
     */
    static SecretKeys of(EncryptionKey current, EncryptionKey... former) {
        Objects.requireNonNull(current, "A key is needed; it is what new values are encrypted with");
        Objects.requireNonNull(former, "Former keys may be none but not null");
        Map<String, EncryptionKey> all = new LinkedHashMap<>();
        all.put(current.id(), current);
        for (EncryptionKey key : List.of(former)) {
            if (all.put(key.id(), key) != null) {
                throw new IllegalArgumentException("Two keys are called '" + key.id() + "'; each needs its own name");
            }
        }
        Map<String, EncryptionKey> known = Map.copyOf(all);
        return new SecretKeys() {
            @Override
            public EncryptionKey current() {
                return current;
            }

            @Override
            public Optional<EncryptionKey> key(String id) {
                return Optional.ofNullable(known.get(id));
            }
        };
    }
}
