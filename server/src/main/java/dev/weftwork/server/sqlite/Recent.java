package dev.weftwork.server.sqlite;

import dev.weftwork.change.Entity;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Entities as the last transactions left them, so that whoever moves a node again and again has it read and added up
 * once. Small ones only, and not more of them than some megabytes of heap. Confined to the one thread that writes; what
 * was rolled back must be forgotten.
 */
final class Recent {
    private static final int LARGEST = 4_096;
    private static final long MOST = 4 << 20;
    /** What an entity without any text takes. */
    private static final int FRAME = 128;

    private final Map<Key, Kept> kept = new LinkedHashMap<>(64, 0.75f, true);
    private long size;

    private record Key(String workspace, Entities.At at) {}

    /** An entity, its share of the digest, and how many bytes it has in the database. */
    record Kept(Entity entity, long share, long size) {}

    @Nullable Kept get(String workspace, Entities.At at) {
        return kept.get(new Key(workspace, at));
    }

    /** Keeps an entity, unless it is large. */
    void put(String workspace, Entities.At at, Kept entity) {
        if (entity.size > LARGEST) {
            remove(workspace, at);
            return;
        }
        Kept former = kept.put(new Key(workspace, at), entity);
        size += entity.size - (former == null ? -FRAME : former.size);
        Iterator<Kept> eldest = kept.values().iterator();
        while (size > MOST && eldest.hasNext()) {
            size -= eldest.next().size + FRAME;
            eldest.remove();
        }
    }

    void remove(String workspace, Entities.At at) {
        Kept former = kept.remove(new Key(workspace, at));
        size -= former == null ? 0 : former.size + FRAME;
    }

    void forget() {
        kept.clear();
        size = 0;
    }
}
