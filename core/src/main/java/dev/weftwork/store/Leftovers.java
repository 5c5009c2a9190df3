package dev.weftwork.store;

import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.CapabilityNotice;
import dev.weftwork.spi.StorageException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where binaries stayed in fields, since the place of assets did not take them. Safe for use by many threads. */
final class Leftovers {
    private final Set<WorkflowId> workflows = new LinkedHashSet<>();
    private @Nullable StorageException why;

    synchronized void add(WorkflowId id, StorageException failure) {
        workflows.add(id);
        why = failure;
    }

    /** What the place said when it was last asked; null while it is well, or nobody has asked. */
    synchronized @Nullable StorageException failure() {
        return why;
    }

    /** Hands over one workflow to look at again; null when there is none, and then the place is taken to be well. */
    synchronized @Nullable WorkflowId next() {
        if (workflows.isEmpty()) {
            why = null;
            return null;
        }
        WorkflowId first = workflows.iterator().next();
        workflows.remove(first);
        return first;
    }

    /** Takes note that none is left. */
    synchronized void clear() {
        workflows.clear();
        why = null;
    }

    synchronized List<CapabilityNotice> notices() {
        return why == null
                ? List.of()
                : List.of(new CapabilityNotice(
                        "kept-in-graph",
                        "Large binaries stay in the fields of " + workflows.size()
                                + " workflows, since the place for assets does not take them: " + why.getMessage(),
                        why.remedy() + "; they move out within a minute of that, or at once with store.offload()"));
    }
}
