package dev.weftwork.store;

import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Registers;
import dev.weftwork.graph.Json;
import dev.weftwork.secret.Sealer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Encrypts what is written into secret fields before anything else sees it. Without a sealer it does nothing. */
record Sealing(@Nullable Sealer sealer) {
    /** The same writes, encrypted where they have to be; what says the same as what stands there is left out. */
    List<EntityWrites> seal(GraphState state, List<EntityWrites> writes) {
        return sealer == null ? writes : sealer.seal(writes, key -> registers(state, key));
    }

    /** One value as it is to be written. */
    @Nullable Json seal(GraphState state, EntityKey key, String field, @Nullable Json value) {
        if (sealer == null || value == null) {
            return value;
        }
        List<EntityWrites> one = List.of(EntityWrites.to(key).set(field, value).build());
        boolean plain =
                !sealer.fields().plaintext(one, each -> registers(state, each)).isEmpty();
        return plain ? sealer.seal(key.kind(), field, value) : value;
    }

    private static @Nullable Registers registers(GraphState state, EntityKey key) {
        Entity entity = state.entity(key);
        return entity == null ? null : entity.registers();
    }
}
