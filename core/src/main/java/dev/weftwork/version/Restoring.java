package dev.weftwork.version;

import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.change.Registers;
import dev.weftwork.graph.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Works out what brings a state to the content of another. Used once. */
final class Restoring {
    private final List<EntityWrites> writes = new ArrayList<>();

    Restoring(GraphState now, GraphState content) {
        content.forEach(wanted -> add(bring(now.entity(wanted.key()), wanted)));
        now.forEach(entity -> {
            boolean gone = entity.alive() && Chunks.isContent(entity.key()) && content.entity(entity.key()) == null;
            if (gone) {
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

    private static EntityWrites.Builder bring(@Nullable Entity now, Entity wanted) {
        EntityWrites.Builder each = EntityWrites.to(wanted.key());
        Registers have = now == null ? Registers.NONE : now.registers();
        Registers want = wanted.registers();
        for (int i = 0; i < have.size(); i++) {
            if (have.value(i) != null && want.get(have.field(i)) == null) {
                each.set(have.field(i), null);
            }
        }
        for (int i = 0; i < want.size(); i++) {
            if (!Objects.equals(have.get(want.field(i)), want.value(i))) {
                each.set(want.field(i), want.value(i));
            }
        }
        return each;
    }
}
