package dev.weftwork.store;

import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Registers;
import dev.weftwork.change.Stamp;
import dev.weftwork.change.StateDigest;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.SnapshotManifest;
import dev.weftwork.spi.SnapshotPage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes some workflows from a snapshot of their own, beside what else this replica has: those that it begins to follow,
 * or that turned out to be other than the server's. Used once.
 */
final class Adoption {
    private final Engine engine;
    private final Replica replica;
    private final SnapshotManifest manifest;
    private final List<SnapshotPage.Row> rows;
    private final long millis;
    private final List<Repair> repairs = new ArrayList<>();

    Adoption(Engine engine, SnapshotManifest manifest, List<SnapshotPage.Row> rows) {
        millis = engine.locked(() -> engine.replica().committed().standing().heard());
        this.engine = engine;
        this.replica = engine.replica();
        this.manifest = manifest;
        this.rows = rows;
    }

    /** Begins to follow workflows, or all if there are none; gives false if the snapshot came too late for that. */
    boolean follow(Rebasing rebasing, Set<WorkflowId> which) {
        Predicate<WorkflowId> meant = id -> which.isEmpty() || which.contains(id);
        return rebasing.run(true, () -> plan(which, Snapshot.of(rows, meant), new HashMap<>()));
    }

    /** Replaces workflows of which something differs; gives what did, or nothing if the snapshot came too late. */
    List<Repair> repair(Rebasing rebasing, Set<WorkflowId> which) {
        which.forEach(engine::state);
        Map<WorkflowId, GraphState> states = Snapshot.of(rows, which::contains);
        boolean done = rebasing.run(true, () -> {
            repairs.clear();
            Map<String, @Nullable String> settings = new HashMap<>();
            for (WorkflowId id : which) {
                compare(base(id), states.getOrDefault(id, GraphState.empty(id)), settings);
            }
            return plan(which, states, settings);
        });
        return done ? List.copyOf(repairs) : List.of();
    }

    private GraphState base(WorkflowId id) {
        Slot slot = replica.slot(id);
        return slot == null ? GraphState.empty(id) : slot.overlay.base();
    }

    /** All numbers stay; the snapshot must not be behind anything that this replica has heard of. */
    private Rebasing.@Nullable Plan plan(
            Set<WorkflowId> which, Map<WorkflowId, GraphState> states, Map<String, @Nullable String> settings) {
        Clocks clocks = replica.committed();
        if (manifest.seq() < Math.max(clocks.head(), clocks.standing().own())) {
            return null;
        }
        Set<WorkflowId> replaced = new LinkedHashSet<>(replica.listings.keySet());
        replaced.removeIf(id -> !which.isEmpty() && !which.contains(id));
        return new Rebasing.Plan(
                clocks,
                replica.followed.with(which, manifest.seq()),
                replaced,
                true,
                states.values(),
                replica.outstanding.ops(),
                settings);
    }

    /** What the server has stands, since others have it too; a value that it does not know is kept for a person. */
    private void compare(GraphState here, GraphState there, Map<String, @Nullable String> settings) {
        Set<EntityKey> differing = new HashSet<>();
        int before = settings.size();
        here.forEach(entity -> {
            Entity other = there.entity(entity.key());
            if (StateDigest.of(entity) != StateDigest.of(other)) {
                differing.add(entity.key());
                keep(here.id(), entity, other, settings);
            }
        });
        there.forEach(entity -> {
            if (StateDigest.of(entity) != StateDigest.of(here.entity(entity.key()))) {
                differing.add(entity.key());
            }
        });
        repairs.add(new Repair(here.id(), differing, settings.size() - before));
    }

    private void keep(
            WorkflowId workflow, Entity mine, @Nullable Entity theirs, Map<String, @Nullable String> settings) {
        for (int i = 0; i < mine.registers().size(); i++) {
            Stamp stamp = mine.registers().stamp(i);
            Json value = mine.registers().value(i);
            int at = theirs == null
                    ? -1
                    : theirs.registers().indexOf(mine.registers().field(i));
            Stamp standing =
                    at < 0 || theirs == null ? null : theirs.registers().stamp(at);
            Json other = at < 0 || theirs == null ? null : theirs.registers().value(at);
            if (standing == null || Registers.beats(stamp, value, standing, other)) {
                Conflict conflict = new Conflict(
                        workflow,
                        mine.key(),
                        mine.registers().field(i),
                        new Conflict.Side(value, stamp),
                        new Conflict.Side(other, standing == null ? stamp : standing),
                        false,
                        true,
                        millis);
                settings.put(ConflictText.name(conflict), ConflictText.write(conflict));
            }
        }
    }
}
