package dev.weftwork.schema;

import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Registers;
import dev.weftwork.change.Stamp;
import dev.weftwork.graph.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * How one register of a schema version is seen in the next version, and back: under another name, in another form, or
 * both. It is applied to states that are looked at, never to operations, which stay as they were written; so clients of
 * both versions write to one graph, and each sees all of it in its own way. A pure function; immutable.
 *
 * <p>One register becomes one register and keeps its stamp. That is why migrating and merging commute: of a write under
 * the old name and one under the new name the later stands, whoever looks.
 *
 * @param kind the sort of entity concerned
 * @param from the register's name in the older version
 * @param to its name in the newer version, which the older does not use
 * @param up turns an older value into a newer one; takes what it does not understand as it is
 * @param down turns a newer value into an older one; undoes {@code up}
 */
public record RegisterMigration(
        EntityKind kind, String from, String to, UnaryOperator<Json> up, UnaryOperator<Json> down) {
    /**
     * Another name for the same values.
     *
     * @param kind the sort of entity concerned
     * @param from the register's name in the older version
     * @param to its name in the newer version
     * @return the migration
     */
    public static RegisterMigration rename(EntityKind kind, String from, String to) {
        return new RegisterMigration(kind, from, to, UnaryOperator.identity(), UnaryOperator.identity());
    }

    /**
     * Shows a state in the newer version.
     *
     * @param state the state as it was written, by clients of either version
     * @return the state in which the register has its new name and form
     */
    public GraphState up(GraphState state) {
        return apply(state, from, to, up);
    }

    /**
     * Shows a state in the older version.
     *
     * @param state the state as it was written, by clients of either version
     * @return the state in which the register has its old name and form
     */
    public GraphState down(GraphState state) {
        return apply(state, to, from, down);
    }

    private GraphState apply(GraphState state, String old, String now, UnaryOperator<Json> change) {
        List<Entity> concerned = new ArrayList<>();
        state.forEach(entity -> {
            if (entity.key().kind().equals(kind) && entity.registers().indexOf(old) >= 0) {
                concerned.add(entity);
            }
        });
        GraphState seen = state;
        for (Entity entity : concerned) {
            seen = seen.with(apply(entity, old, now, change));
        }
        return seen;
    }

    private static Entity apply(Entity entity, String old, String now, UnaryOperator<Json> change) {
        Registers registers = entity.registers();
        EntityWrites.Builder others = EntityWrites.to(entity.key());
        List<Stamp> stamps = new ArrayList<>();
        Registers moved = Registers.NONE;
        for (int i = 0; i < registers.size(); i++) {
            Json value = registers.value(i);
            if (registers.field(i).equals(old)) {
                Json changed = value == null ? null : change.apply(value);
                EntityWrites one =
                        EntityWrites.to(entity.key()).set(now, changed).build();
                moved = Registers.of(one, registers.stamp(i));
            } else {
                others.set(registers.field(i), value);
                stamps.add(registers.stamp(i));
            }
        }
        Registers rest = stamps.isEmpty() ? Registers.NONE : Registers.of(others.build(), stamps.toArray(new Stamp[0]));
        return new Entity(entity.key(), rest.join(moved), entity.version());
    }
}
