package dev.weftwork.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** What it means to delete something and to bring it back. */
final class DeletionLaws {
    /** What is written to delete or restore an entity: its life, or more than that in a broken form. */
    interface Gesture {
        List<EntityWrites> writes(GraphState state, EntityKey key);
    }

    static final Gesture DELETE = (state, key) -> List.of(World.life(key, false));
    static final Gesture RESTORE = (state, key) -> List.of(World.life(key, true));

    private DeletionLaws() {}

    /** Half of the history is known when the entity is deleted, the other half comes in before it is restored. */
    static void deleteThenRestoreIsTheIdentity(Gesture delete, Gesture restore, History history) {
        GraphState plain = history.state();
        int half = history.ops().size() / 2;
        for (EntityKey key : living(plain)) {
            GraphState state = History.joined(history.ops().subList(0, half));
            Op deletion = op(100, delete.writes(state, key));
            state = state.join(deletion, deletion.provisional());
            for (Stamped each : history.ops().subList(half, history.ops().size())) {
                state = state.join(each.op(), each.stamp());
            }
            assertThat(living(state)).doesNotContain(key);
            Op restoration = op(101, restore.writes(state, key));
            state = state.join(restoration, restoration.provisional());

            assertThat(StateText.shown(state.view())).isEqualTo(StateText.shown(plain.view()));
        }
    }

    private static Op op(long number, List<EntityWrites> writes) {
        return World.op("z", number, writes.toArray(new EntityWrites[0]));
    }

    private static List<EntityKey> living(GraphState state) {
        List<EntityKey> living = new ArrayList<>();
        state.view().nodes().forEach(node -> living.add(EntityKey.of(node.id())));
        state.view().edges().forEach(edge -> living.add(EntityKey.of(edge.id())));
        return living;
    }
}
