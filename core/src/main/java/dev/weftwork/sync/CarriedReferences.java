package dev.weftwork.sync;

import dev.weftwork.graph.AssetHash;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.store.ReferenceWatch;
import dev.weftwork.store.Store;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What graphs refer to that can be carried, read once and then only where something changed. Confined to a lane. */
final class CarriedReferences {
    private final Store store;
    private final Map<WorkflowId, Map<AssetHash, AssetRef>> byWorkflow = new LinkedHashMap<>();
    /** Those that changed and were not read yet. */
    private final Set<WorkflowId> due = new HashSet<>();

    private @Nullable ReferenceWatch watch;

    CarriedReferences(Store store) {
        this.store = store;
    }

    /** Reads what changed; what cannot be read now is read the next time. */
    void refresh() {
        ReferenceWatch open = watch;
        if (open == null) {
            open = store.replication().watchReferences();
            watch = open;
        }
        due.addAll(open.changed());
        for (WorkflowId id : List.copyOf(due)) {
            Map<AssetHash, AssetRef> found = carried(open.of(id));
            if (found.isEmpty()) {
                byWorkflow.remove(id);
            } else {
                byWorkflow.put(id, found);
            }
            due.remove(id);
        }
    }

    private static Map<AssetHash, AssetRef> carried(List<AssetRef> refs) {
        Map<AssetHash, AssetRef> found = new LinkedHashMap<>();
        for (AssetRef ref : refs) {
            // what is on the web is fetched from there, if somebody asks
            if (!(ref instanceof AssetRef.Url)) {
                ref.hash().ifPresent(hash -> found.putIfAbsent(hash, ref));
            }
        }
        return found;
    }

    /** What some workflows refer to, or all if the set is empty. */
    Map<AssetHash, AssetRef> of(Set<WorkflowId> workflows) {
        Map<AssetHash, AssetRef> all = new LinkedHashMap<>();
        byWorkflow.forEach((id, refs) -> {
            if (workflows.isEmpty() || workflows.contains(id)) {
                all.putAll(refs);
            }
        });
        return all;
    }

    /** Forgets everything. */
    void close() {
        ReferenceWatch open = watch;
        watch = null;
        byWorkflow.clear();
        due.clear();
        if (open != null) {
            open.close();
        }
    }
}
