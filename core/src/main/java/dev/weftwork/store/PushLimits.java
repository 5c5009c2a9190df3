package dev.weftwork.store;

import dev.weftwork.change.OpId;
import dev.weftwork.graph.WorkflowId;
import java.util.HashSet;
import java.util.Set;

/**
 * How much of what is pending is to be pushed.
 *
 * @param ops how many operations at most
 * @param bytes how many bytes at most, roughly; a single operation may be larger
 * @param batches how many batches of each slice at most; the slices say how many operations a batch is
 * @param held operations that are left where they are, with those that depend on them
 * @param underway operations that were pushed and not answered yet; they are passed over, but what depends on them is not
 * @param workflows only operations of these, or of all if the set is empty
 */
public record PushLimits(
        int ops, long bytes, int batches, Set<OpId> held, Set<OpId> underway, Set<WorkflowId> workflows) {
    /**
     * Checks the numbers and copies the sets.
     *
     * @param ops how many operations
     * @param bytes how many bytes
     * @param batches how many batches of each slice
     * @param held operations left where they are
     * @param underway operations that were pushed
     * @param workflows operations of which workflows
     * @throws IllegalArgumentException if nothing would fit
     */
    public PushLimits {
        if (ops < 1 || bytes < 1 || batches < 1) {
            throw new IllegalArgumentException(
                    "A push of " + ops + " operations, " + bytes + " bytes and " + batches + " batches holds nothing");
        }
        held = Set.copyOf(held);
        underway = Set.copyOf(underway);
        workflows = Set.copyOf(workflows);
    }

    /**
     * Operations of all workflows, one batch of each slice.
     *
     * @param ops how many operations
     * @param bytes how many bytes
     * @return the limits
     */
    public static PushLimits of(int ops, long bytes) {
        return new PushLimits(ops, bytes, 1, Set.of(), Set.of(), Set.of());
    }

    /**
     * The same for some workflows only.
     *
     * @param some which, or none for all
     * @return the limits
     */
    public PushLimits within(Set<WorkflowId> some) {
        return new PushLimits(ops, bytes, batches, held, underway, some);
    }

    /**
     * The same with another number of batches.
     *
     * @param number how many batches of each slice
     * @return the limits
     */
    public PushLimits withBatches(int number) {
        return new PushLimits(ops, bytes, number, held, underway, workflows);
    }

    /**
     * The same beside a push that is under way.
     *
     * @param ops what it holds
     * @return the limits
     */
    public PushLimits beside(Set<OpId> ops) {
        return new PushLimits(this.ops, bytes, batches, held, ops, workflows);
    }

    /**
     * What is to be asked of a server that is to give what these limits let through: the workflows, and beside them the
     * graph of the host's collections.
     *
     * @return workflows, or none for all
     */
    public Set<WorkflowId> scope() {
        if (workflows.isEmpty()) {
            return workflows;
        }
        Set<WorkflowId> scope = new HashSet<>(workflows);
        scope.add(Collections.HOME);
        return scope;
    }

    boolean includes(WorkflowId workflow) {
        // the host's collections are no workflow, so nobody can select them by id
        return workflows.isEmpty() || workflows.contains(workflow) || workflow.equals(Collections.HOME);
    }
}
