package dev.weftwork.store;

import dev.weftwork.asset.AssetReferrer;
import dev.weftwork.asset.AssetUse;
import dev.weftwork.change.Entity;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.version.VersionParts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The references of one store, for one who watches them. */
final class WatchedReferences implements ReferenceWatch {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedReferences.class);
    private static final String ASSET = "asset";

    private final Engine engine;
    private final Slices slices;
    private final GraphReferences references;
    private final Touched.Account account;
    /** What could leave when changes were last asked for; guarded by the replica's lock. */
    private Set<String> leaving = Set.of();

    WatchedReferences(Engine engine, Slices slices) {
        this.engine = engine;
        this.slices = slices;
        references = new GraphReferences(engine);
        account = engine.locked(() -> engine.replica().touched.open());
    }

    @Override
    public Set<WorkflowId> changed() {
        engine.refuseIfClosed();
        Replica replica = engine.replica();
        return engine.locked(() -> {
            Set<String> now = slices.leaving();
            if (!now.equals(leaving)) {
                leaving = now;
                account.all();
            }
            Set<WorkflowId> there = new HashSet<>(replica.listings.keySet());
            there.addAll(replica.slots.keySet());
            return Set.copyOf(account.take(there));
        });
    }

    @Override
    public List<AssetRef> of(WorkflowId workflow) {
        Objects.requireNonNull(workflow, "A workflow is needed; changed() names those that there are");
        engine.refuseIfClosed();
        List<AssetRef> found = new ArrayList<>();
        if (slices.ofAny(ASSET).mayLeave()) {
            references.references(workflow, this::mayLeave, new Noting(found));
        }
        return List.copyOf(found);
    }

    /** What cannot be looked into cannot be carried. */
    private record Noting(List<AssetRef> found) implements AssetReferrer.Visitor {
        @Override
        public void refers(AssetRef ref, AssetUse use) {
            found.add(ref);
        }

        @Override
        public void mayReferToAnything(AssetUse use) {
            LOG.atWarn()
                    .addKeyValue("workflow", use.holder())
                    .log("some assets may stay where they are, with {}", use.place());
        }
    }

    private boolean mayLeave(Entity entity, String field) {
        // a chunk of a saved version belongs to the slice whose content it holds
        return slices.mayLeave(VersionParts.of(entity.key(), field));
    }

    @Override
    public void close() {
        boolean unused = engine.locked(() -> engine.replica().touched.close(account));
    }
}
