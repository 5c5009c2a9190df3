package dev.weftwork.store;

import dev.weftwork.change.OpId;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/** The newest of many ids. Safe for use by many threads. */
final class RecentIds {
    private final int most;
    private final Set<OpId> ids = new LinkedHashSet<>();

    RecentIds(int most) {
        this.most = most;
    }

    synchronized void add(OpId id) {
        if (ids.add(id) && ids.size() > most) {
            Iterator<OpId> eldest = ids.iterator();
            eldest.next();
            eldest.remove();
        }
    }

    synchronized boolean contains(OpId id) {
        return ids.contains(id);
    }

    synchronized boolean remove(OpId id) {
        return ids.remove(id);
    }
}
