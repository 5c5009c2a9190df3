package dev.weftwork.server.sqlite;

import dev.weftwork.change.Entity;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Entities as the last transactions left them, so that whoever moves a node again and again has it read and added up
 * once. Small ones only, and not many. Confined to the one thread that writes; what was rolled back must be forgotten.
 */
final class Recent {
    private static final int MOST = 4_096;
    private static final int LARGEST = 4_096;

    private final Map<Key, Kept> kept = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Kept> eldest) {
            return size() > MOST;
        }
    };

    private record Key(String workspace, Entities.At at) {}

    /** An entity, its share of the digest, and how many bytes it has in the database. */
    record Kept(Entity entity, long share, long size) {}

    @Nullable Kept get(String workspace, Entities.At at) {
        return kept.get(new Key(workspace, at));
    }

    /** Keeps an entity, unless it is large. */
    void put(String workspace, Entities.At at, Kept entity) {
        Key key = new Key(workspace, at);
        if (entity.size <= LARGEST) {
            kept.put(key, entity);
        } else {
            kept.remove(key);
        }
    }

    void remove(String workspace, Entities.At at) {
        kept.remove(new Key(workspace, at));
    }

    void forget() {
        kept.clear();
    }
}
