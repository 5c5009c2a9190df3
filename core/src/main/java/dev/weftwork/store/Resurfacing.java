package dev.weftwork.store;

import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Op;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Edits in the queue come after what others wrote meanwhile, also if others wrote later by the clock. What had shown above
 * them for a moment does not any more, of which listeners have to hear: they were told of it. Under the replica's lock.
 */
final class Resurfacing {
    private final Replica replica;
    private final Announcer announcer;

    Resurfacing(Replica replica, Announcer announcer) {
        this.replica = replica;
        this.announcer = announcer;
    }

    /** Gives the edits in the queue new numbers, and tells of what shows otherwise by that. */
    void renumberQueue() {
        Map<Slot, GraphState> before = new LinkedHashMap<>();
        replica.queue.forEach(commit ->
                before.putIfAbsent(commit.slot(), commit.slot().overlay.view()));
        replica.renumberQueue();
        before.forEach(this::tell);
    }

    private void tell(Slot slot, GraphState before) {
        GraphState after = slot.overlay.view();
        List<Op> shown = new ArrayList<>();
        for (PendingCommit commit : replica.queue) {
            if (commit.slot().equals(slot) && differs(commit.operation(), before, after)) {
                shown.add(commit.operation());
            }
        }
        if (!shown.isEmpty()) {
            announcer.changed(before, after, shown, WorkflowChange.Origin.LOCAL);
        }
    }

    /** Whether what an operation writes shows otherwise. */
    static boolean differs(Op op, GraphState before, GraphState after) {
        return op.writes().stream().anyMatch(writes -> differs(writes, before, after));
    }

    /** Stamps differ always, and nobody sees them. */
    private static boolean differs(EntityWrites writes, GraphState before, GraphState after) {
        Entity then = before.entity(writes.key());
        Entity now = after.entity(writes.key());
        for (int i = 0; i < writes.size(); i++) {
            if (!Objects.equals(value(then, writes.field(i)), value(now, writes.field(i)))) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Object value(@Nullable Entity entity, String field) {
        return entity == null ? null : entity.registers().get(field);
    }
}
