package dev.weftwork.store;

import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Op;
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

    /** The same writes, all of them, encrypted where they have to be; the same object if there is nothing to encrypt. */
    List<EntityWrites> sealAll(GraphState state, List<EntityWrites> writes) {
        return sealer == null ? writes : sealer.sealAll(writes, key -> registers(state, key));
    }

    /** Whether some writes hold what has to be encrypted. */
    boolean isPlain(GraphState state, List<EntityWrites> writes) {
        return sealer != null && sealer.holdPlaintext(writes, key -> registers(state, key));
    }

    /** Whether an operation may hold what has to be encrypted, whatever the types of its entities are. */
    boolean mayBePlain(Op op) {
        for (EntityWrites writes : op.writes()) {
            for (int i = 0; sealer != null && i < writes.size(); i++) {
                Json value = writes.value(i);
                if (value != null
                        && sealer.fields().mayBeSecret(writes.key().kind(), writes.field(i))
                        && !Sealer.isSealed(value)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** What an encrypted value holds; null if that cannot be known here. */
    @Nullable Json open(EntityKind kind, String field, Json value) {
        return sealer == null || !Sealer.isSealed(value)
                ? null
                : sealer.open(kind, field, value).value().orElse(null);
    }

    /** One value as it is to be written. */
    @Nullable Json seal(GraphState state, EntityKey key, String field, @Nullable Json value) {
        if (sealer == null || value == null) {
            return value;
        }
        List<EntityWrites> one = List.of(EntityWrites.to(key).set(field, value).build());
        return sealAll(state, one).get(0).value(0);
    }

    /** A conflict as it is to be kept: it must hold no other device's plaintext either. */
    Conflict seal(GraphState state, Conflict conflict) {
        return conflict.with(seal(state, conflict, conflict.mine()), seal(state, conflict, conflict.theirs()));
    }

    private Conflict.Side seal(GraphState state, Conflict conflict, Conflict.Side side) {
        return new Conflict.Side(seal(state, conflict.key(), conflict.field(), side.value()), side.stamp());
    }

    private static @Nullable Registers registers(GraphState state, EntityKey key) {
        Entity entity = state.entity(key);
        return entity == null ? null : entity.registers();
    }
}
