package dev.weftwork.examples.mvstore;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * Texts under sorted keys: those of one moment, and over them the changes of one transaction. The map itself changes
 * when a transaction commits and at no other time, so there is nothing to roll back. One thread at a time.
 */
final class Texts {
    private final MVMap<String, String> moment;
    private final TreeMap<String, Optional<String>> changes = new TreeMap<>();

    Texts(MVMap<String, String> moment) {
        this.moment = moment;
    }

    @Nullable String get(String key) {
        Optional<String> changed = changes.get(key);
        return changed == null ? moment.get(key) : changed.orElse(null);
    }

    void set(String key, @Nullable String value) {
        changes.put(key, Optional.ofNullable(value));
    }

    /** The first key that is not before the given one, or null. */
    @Nullable String keyFrom(String least) {
        String stored = moment.ceilingKey(least);
        String changed = changes.ceilingKey(least);
        while (stored != null || changed != null) {
            boolean own = stored == null || (changed != null && changed.compareTo(stored) <= 0);
            String first = own ? changed : stored;
            if (first == null || get(first) != null) {
                return first;
            }
            // It was taken away.
            stored = stored == null || !stored.equals(first) ? stored : moment.higherKey(first);
            changed = changes.higherKey(first);
        }
        return null;
    }

    boolean changed() {
        return !changes.isEmpty();
    }

    void applyTo(MVMap<String, String> map) {
        for (Map.Entry<String, Optional<String>> change : changes.entrySet()) {
            if (change.getValue().isPresent()) {
                map.put(change.getKey(), change.getValue().get());
            } else {
                map.remove(change.getKey());
            }
        }
    }
}
