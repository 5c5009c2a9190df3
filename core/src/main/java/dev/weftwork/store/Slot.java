package dev.weftwork.store;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.Overlay;
import dev.weftwork.graph.WorkflowId;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One loaded workflow. Guarded by the replica's lock. */
final class Slot {
    final WorkflowId id;
    final Overlay overlay;
    /** What the rows are; null when another process may have folded since. */
    @Nullable Pages pages;
    /** Entities whose rows are behind the base; as they came, which is most often how rows have them. */
    private Set<EntityKey> dirty = new LinkedHashSet<>();

    private int watchers;
    private long usedAt;

    Slot(WorkflowId id, GraphState base, @Nullable Pages pages) {
        this.id = id;
        this.overlay = new Overlay(base);
        this.pages = pages;
    }

    /** Goes on from other rows and the log behind them; edits that are not in the log yet stay on top. */
    void restart(GraphState base, Pages rows, Set<OpId> inLog) {
        overlay.withdraw(inLog);
        overlay.rebase(base);
        pages = rows;
        dirty.clear();
    }

    void markDirty(Op op) {
        for (EntityWrites writes : op.writes()) {
            dirty.add(writes.key());
        }
    }

    boolean isDirty() {
        return !dirty.isEmpty();
    }

    Set<EntityKey> dirty() {
        return dirty;
    }

    Set<EntityKey> takeDirty() {
        Set<EntityKey> taken = dirty;
        dirty = new LinkedHashSet<>();
        return taken;
    }

    void putBack(Set<EntityKey> taken) {
        dirty.addAll(taken);
    }

    void watched(int more) {
        watchers += more;
    }

    void used(long nanos) {
        usedAt = nanos;
    }

    /** Whether nothing would be lost or reloaded at once if this were dropped from memory. */
    boolean idleSince(long nanos) {
        return watchers == 0 && dirty.isEmpty() && overlay.waiting() == 0 && usedAt - nanos < 0;
    }
}
