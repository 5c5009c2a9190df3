package dev.weftwork.asset;

import dev.weftwork.graph.AssetHash;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Content that somebody is about to refer to, and that is not deleted meanwhile. Safe for use by many threads. */
final class Pins {
    private final Map<AssetHash, Integer> held = new HashMap<>();
    private long releases;

    synchronized AssetStorage.Registration hold(AssetHash hash) {
        held.merge(hash, 1, Integer::sum);
        AtomicBoolean open = new AtomicBoolean(true);
        return () -> {
            if (open.compareAndSet(true, false)) {
                release(hash);
            }
        };
    }

    private synchronized void release(AssetHash hash) {
        held.computeIfPresent(hash, (key, times) -> times == 1 ? null : times - 1);
        releases++;
    }

    /** How often somebody has let go; to be asked before who refers to what is looked up. */
    synchronized long releases() {
        return releases;
    }

    /**
     * Does something if nobody has let go since and nobody holds the content; gives null else. Whoever let go may refer to
     * it by now. Nobody takes hold before it is done.
     */
    synchronized <T> @Nullable T unlessHeld(long since, @Nullable AssetHash hash, Supplier<T> work) {
        boolean free = since == releases && (hash == null || !held.containsKey(hash));
        return free ? work.get() : null;
    }

    synchronized boolean isHeld(@Nullable AssetHash hash) {
        return hash != null && held.containsKey(hash);
    }
}
