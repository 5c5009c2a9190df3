package dev.weftwork.version;

import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.NodeRegisters;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.change.Registers;
import dev.weftwork.graph.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Works out what brings some parts of a state to the content of another; the other parts stay. Used once. */
final class Restoring {
    private final EntityKey self;
    private final Set<String> parts;
    private final List<EntityWrites> writes = new ArrayList<>();

    Restoring(GraphState now, GraphState content, Set<String> parts) {
        self = EntityKey.of(now.id());
        this.parts = parts;
        content.forEach(wanted -> add(bring(now.entity(wanted.key()), wanted)));
        now.forEach(entity -> {
            if (isGone(entity, content)) {
                add(EntityWrites.to(entity.key()).set(RegisterNames.LIFE, Json.FALSE));
            }
        });
    }

    List<EntityWrites> writes() {
        return writes;
    }

    private void add(EntityWrites.Builder each) {
        if (!each.isEmpty()) {
            writes.add(each.build());
        }
    }

    private boolean isGone(Entity entity, GraphState content) {
        EntityKey key = entity.key();
        // what others called a workflow, inside this one, is an entity like any other
        return VersionParts.isContent(key)
                && !key.equals(self)
                && entity.alive()
                && parts.contains(VersionParts.of(key, RegisterNames.LIFE))
                && content.entity(key) == null;
    }

    private EntityWrites.Builder bring(@Nullable Entity now, Entity wanted) {
        EntityWrites.Builder each = EntityWrites.to(wanted.key());
        Registers have = now == null ? Registers.NONE : now.registers();
        Registers want = wanted.registers();
        // what comes back from the dead is written whole: a server may have removed it for good since
        boolean whole = now == null || (wanted.alive() && !now.alive());
        for (int i = 0; i < have.size(); i++) {
            if (have.value(i) != null && want.get(have.field(i)) == null && counts(wanted, have.field(i))) {
                each.set(have.field(i), null);
            }
        }
        for (int i = 0; i < want.size(); i++) {
            Json stands = have.get(want.field(i));
            Json value = brought(want.field(i), want.value(i));
            boolean same = Objects.equals(stands, want.value(i)) || Objects.equals(stands, value);
            if ((whole || !same) && counts(wanted, want.field(i))) {
                each.set(want.field(i), value);
            }
        }
        return each;
    }

    /** A run does not begin again by going back to its middle. */
    private static @Nullable Json brought(String field, @Nullable Json value) {
        return field.equals(RegisterNames.RUN) && value != null ? NodeRegisters.ended(value) : value;
    }

    private boolean counts(Entity entity, String field) {
        return parts.contains(VersionParts.of(entity.key(), field));
    }
}
