package dev.weftwork.store;

import dev.weftwork.asset.AssetStorage;
import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.OpId;
import dev.weftwork.change.Registers;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.WorkflowId;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves binaries out of fields in which they were left, by edits that hold only over the values that were looked at: what
 * somebody writes meanwhile stands. To undo, they are no steps. Plaintext in a secret field stays until it is encrypted.
 */
final class Stragglers {
    private final Engine engine;
    private final StoreAssets assets;

    Stragglers(Engine engine, StoreAssets assets) {
        this.engine = engine;
        this.assets = assets;
    }

    /** Looks at the workflows in which binaries were left; one that cannot be put yet stays for the next time. */
    void retry(Leftovers leftovers) {
        for (WorkflowId id = leftovers.next(); id != null; id = leftovers.next()) {
            try {
                int unused = run(id);
            } catch (RuntimeException | Error e) {
                // a workflow that is lost here would not be looked at again
                leftovers.add(id, StoreAssets.failed(e));
                return;
            }
        }
    }

    /** Looks at all workflows; gives how many values were written anew. */
    int runAll(Leftovers leftovers) {
        int moved = 0;
        for (WorkflowId id :
                engine.locked(() -> List.copyOf(engine.replica().listings.keySet()))) {
            moved += run(id);
        }
        leftovers.clear();
        return moved;
    }

    /** Gives how many values were written anew. */
    int run(WorkflowId id) {
        GraphState state = engine.state(id).filter(GraphReferences::counts).orElse(null);
        List<AssetStorage.Registration> kept = new ArrayList<>();
        List<EntityWrites> writes = new ArrayList<>();
        try {
            if (state != null) {
                look(state, state.self(), writes, kept);
                state.forEach(entity -> look(state, entity, writes, kept));
            }
            if (!writes.isEmpty()) {
                engine.alone(id, slot -> engine.submission().rewrite(slot, writes, new OpId(engine.newId())));
            }
            return writes.stream().mapToInt(EntityWrites::size).sum();
        } finally {
            kept.forEach(AssetStorage.Registration::close);
        }
    }

    private void look(GraphState state, Entity entity, List<EntityWrites> found, List<AssetStorage.Registration> kept) {
        Registers registers = entity.registers();
        EntityWrites.Builder writes = EntityWrites.to(entity.key());
        for (int i = 0; entity.alive() && i < registers.size(); i++) {
            Json value = registers.value(i);
            if (value != null && mayMove(state, entity, registers.field(i), value)) {
                Json light = move(
                        value,
                        new Offloading.Keeper(hash -> kept.add(assets.storage().keep(hash))));
                OpId writer = registers.stamp(i).op();
                if (!light.equals(value)) {
                    writes.setOver(registers.field(i), light, writer);
                }
            }
        }
        if (!writes.isEmpty()) {
            found.add(writes.build());
        }
    }

    /** What should be encrypted and is not yet does not become an asset that anybody can read. */
    private boolean mayMove(GraphState state, Entity entity, String field, Json value) {
        return assets.offloading().concerns(entity.key(), field, value)
                && !engine.sealing.isPlain(
                        state,
                        List.of(EntityWrites.to(entity.key()).set(field, value).build()));
    }

    private Json move(Json value, Offloading.Keeper keeper) {
        try {
            return assets.offloading().move(value, keeper);
        } catch (RuntimeException | Error e) {
            throw StoreAssets.failed(e);
        }
    }
}
