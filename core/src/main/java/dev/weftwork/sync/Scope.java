package dev.weftwork.sync;

import dev.weftwork.graph.WorkflowId;
import dev.weftwork.store.PushLimits;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which workflows are synced: those that the options select, or of these only the active one. What waits of a workflow
 * that was active is still sent once. Confined to the engine's lane.
 */
final class Scope {
    private final Session session;
    /** Workflows that were active, each with the number of the switch that left it. */
    private final Map<WorkflowId, Integer> left = new HashMap<>();

    private int switches;
    private @Nullable WorkflowId active;

    Scope(Session session) {
        this.session = session;
    }

    /**
     * What one sync is about.
     *
     * @param pulled of which workflows news is asked for, or of all if the set is empty
     * @param pushed of which workflows edits are sent, or of all if the set is empty
     * @param left what had been left behind when it began
     */
    record Reach(Set<WorkflowId> pulled, Set<WorkflowId> pushed, Map<WorkflowId, Integer> left) {
        boolean pullsAs(Optional<Reach> other) {
            return other.isPresent() && other.get().pulled.equals(pulled);
        }
    }

    /** Makes another workflow the active one, or none; gives false if it is already. */
    boolean activate(@Nullable WorkflowId next) {
        WorkflowId before = active;
        if (before == null ? next == null : before.equals(next)) {
            return false;
        }
        if (before != null && isSelected(before)) {
            left.put(before, ++switches);
        }
        active = next;
        if (next != null) {
            left.remove(next);
        }
        return true;
    }

    /** What had been left behind when a sync began has been sent by it. */
    void synced(Reach reach) {
        reach.left.forEach(left::remove);
    }

    /** What the next sync is about; nothing if there is nothing to sync. */
    Optional<Reach> reach() {
        SyncOptions options = session.options();
        if (!options.activeOnly()) {
            return Optional.of(reach(options.workflows(), options.workflows()));
        }
        Set<WorkflowId> now = active != null && isSelected(active) ? Set.of(active) : Set.of();
        Set<WorkflowId> all = new HashSet<>(left.keySet());
        all.addAll(now);
        return all.isEmpty() ? Optional.empty() : Optional.of(reach(now.isEmpty() ? all : now, all));
    }

    /** Whether a workflow is synced now. */
    boolean includes(WorkflowId workflow) {
        return reach().filter(each -> each.pulled().isEmpty() || each.pulled().contains(workflow))
                .isPresent();
    }

    private Reach reach(Set<WorkflowId> pulled, Set<WorkflowId> pushed) {
        return new Reach(PushLimits.of(1, 1).within(pulled).scope(), pushed, Map.copyOf(left));
    }

    private boolean isSelected(WorkflowId workflow) {
        Set<WorkflowId> selected = session.options().workflows();
        return selected.isEmpty() || selected.contains(workflow);
    }
}
