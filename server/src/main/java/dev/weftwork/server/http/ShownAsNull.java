package dev.weftwork.server.http;

import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Registers;
import dev.weftwork.format.FlowSave;
import dev.weftwork.graph.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes care that NaN and the infinities, which are shown as null, outlive a save that sends that null back. Stateless. */
final class ShownAsNull {
    private ShownAsNull() {}

    /** The writes of a save, as the sender means them. */
    static List<EntityWrites> keep(List<EntityWrites> writes, FlowSave.State state) {
        List<EntityWrites> kept = new ArrayList<>(writes.size());
        for (EntityWrites each : writes) {
            Registers present = state.registers(each.key());
            EntityWrites meant = present == null ? each : keep(each, present);
            if (meant.size() > 0) {
                kept.add(meant);
            }
        }
        return kept;
    }

    private static EntityWrites keep(EntityWrites writes, Registers present) {
        EntityWrites.Builder kept = EntityWrites.to(writes.key());
        boolean differs = false;
        for (int i = 0; i < writes.size(); i++) {
            Json sent = writes.value(i);
            Json there = present.get(writes.field(i));
            Json meant = sent == null || there == null ? sent : StrictJson.kept(sent, there);
            if (isSame(meant, sent) || !isSame(meant, there)) {
                kept.set(writes.field(i), meant);
            }
            differs |= !isSame(meant, sent);
        }
        return differs ? kept.build() : writes;
    }

    private static boolean isSame(@Nullable Json one, @Nullable Json other) {
        return one == null ? other == null : one.equals(other);
    }
}
