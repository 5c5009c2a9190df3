package dev.weftwork.store;

import dev.weftwork.change.Entity;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.change.StateDigest;
import dev.weftwork.graph.WorkflowId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares admitted state with a server's by its digest. What is known of a graph's digest is brought up to date by the
 * entities that changed since, so a comparison hashes little. Guarded by the replica's lock.
 */
final class Audit {
    private final Replica replica;
    private final Map<WorkflowId, Known> known = new HashMap<>();

    /** The last graph that was read to be compared. */
    private String reached = "";

    private record Known(GraphState state, long sum) {}

    Audit(Replica replica) {
        this.replica = replica;
    }

    /** The graphs in memory that can be compared: all of which this replica has what the server has. */
    Set<WorkflowId> comparable() {
        Set<WorkflowId> ids = new HashSet<>();
        for (Slot slot : replica.slots.values()) {
            GraphState base = slot.overlay.base();
            if (replica.followed.contains(slot.id) && !isEmpty(base) && !isDead(base)) {
                ids.add(slot.id);
            }
        }
        known.keySet().retainAll(ids);
        return ids;
    }

    /** Some graphs that are not in memory, others at each call until all had their turn; then it begins anew. */
    List<WorkflowId> next(int most) {
        List<WorkflowId> left = replica.listings.keySet().stream()
                .filter(id -> replica.slot(id) == null && replica.followed.contains(id) && mayLive(id))
                .sorted(Comparator.comparing(WorkflowId::value))
                .toList();
        List<WorkflowId> next = left.stream()
                .filter(id -> id.value().compareTo(reached) > 0)
                .limit(most)
                .toList();
        reached = next.size() < most ? "" : next.get(most - 1).value();
        return next;
    }

    private boolean mayLive(WorkflowId id) {
        Listing listing = replica.listings.get(id);
        return id.equals(Collections.HOME) || (listing != null && listing.alive());
    }

    private static boolean isEmpty(GraphState base) {
        return base.size() == 0 && base.self().registers().size() == 0;
    }

    /** A server may purge what is dead, each in its own time. */
    private static boolean isDead(GraphState base) {
        return !base.alive() && base.self().registers().indexOf(RegisterNames.LIFE) >= 0;
    }

    /** Those whose digest is another; none if this replica does not stand at that number, or has more already. */
    Set<WorkflowId> differing(long seq, Set<WorkflowId> asked, Map<WorkflowId, String> digests) {
        Clocks clocks = replica.committed();
        boolean same = clocks.head() == seq && clocks.standing().own() <= seq;
        Set<WorkflowId> differing = new HashSet<>();
        if (same) {
            Set<WorkflowId> here = comparable();
            here.retainAll(asked);
            here.removeIf(id -> digest(id).equals(digests.getOrDefault(id, StateDigest.text(0))));
            differing.addAll(here);
        }
        return differing;
    }

    private String digest(WorkflowId id) {
        Slot slot = replica.slot(id);
        GraphState now = slot == null ? GraphState.empty(id) : slot.overlay.base();
        Known before = known.getOrDefault(id, new Known(GraphState.empty(id), 0));
        long[] sum = {before.sum};
        if (!before.state.equals(now)) {
            now.forEach(entity -> sum[0] += change(before.state.entity(entity.key()), entity));
            before.state.forEach(entity -> sum[0] -= now.entity(entity.key()) == null ? StateDigest.of(entity) : 0);
            known.put(id, new Known(now, sum[0]));
        }
        return StateDigest.text(sum[0]);
    }

    @SuppressWarnings("ReferenceEquality") // an entity that did not change is the same object
    private static long change(@Nullable Entity before, Entity now) {
        return before == now ? 0 : StateDigest.of(now) - StateDigest.of(before);
    }
}
