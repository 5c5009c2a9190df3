package dev.weftwork.store;

import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.Registers;
import dev.weftwork.graph.Json;
import dev.weftwork.secret.Revealed;
import dev.weftwork.secret.Sealer;
import java.util.List;
import java.util.Optional;
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

    /** The same, or nothing while it cannot be done: keys that are locked must not hold up what needs none. */
    Optional<List<EntityWrites>> sealAllIfPossible(GraphState state, List<EntityWrites> writes) {
        try {
            return Optional.of(sealAll(state, writes));
        } catch (RuntimeException e) {
            // whatever a key provider throws, and what is too long to be encrypted
            return Optional.empty();
        }
    }

    /** The same writes; what a former key encrypted is encrypted with that of now, as far as both are at hand. */
    List<EntityWrites> renew(List<EntityWrites> writes) {
        Sealer present = sealer;
        if (present == null || present.fields().isEmpty()) {
            return writes;
        }
        try {
            return writes.stream().map(each -> renew(present, each)).toList();
        } catch (RuntimeException e) {
            // the keys are locked, and the envelopes stay what they are
            return writes;
        }
    }

    private static EntityWrites renew(Sealer sealer, EntityWrites writes) {
        EntityWrites.Builder renewed = EntityWrites.to(writes.key());
        for (int i = 0; i < writes.size(); i++) {
            Json value = renew(sealer, writes.key().kind(), writes.field(i), writes.value(i));
            OpId over = writes.onlyOver(i);
            if (over == null) {
                renewed.set(writes.field(i), value);
            } else {
                renewed.setOver(writes.field(i), value, over);
            }
        }
        return renewed.build();
    }

    private static @Nullable Json renew(Sealer sealer, EntityKind kind, String field, @Nullable Json value) {
        if (value == null || !sealer.fields().mayBeSecret(kind, field) || !Sealer.isSealed(value)) {
            return value;
        }
        boolean old = sealer.open(kind, field, value) instanceof Revealed.Open open
                && !open.keyId().equals(sealer.currentKeyId());
        return old
                ? sealer.seal(
                        kind, field, sealer.open(kind, field, value).value().orElse(value))
                : value;
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

    /** The same; while the keys are locked it is kept as it came, which is how it lies in the graph as well. */
    Conflict sealIfPossible(GraphState state, Conflict conflict) {
        try {
            return seal(state, conflict);
        } catch (RuntimeException e) {
            return conflict;
        }
    }

    private Conflict.Side seal(GraphState state, Conflict conflict, Conflict.Side side) {
        return new Conflict.Side(seal(state, conflict.key(), conflict.field(), side.value()), side.stamp());
    }

    private static @Nullable Registers registers(GraphState state, EntityKey key) {
        Entity entity = state.entity(key);
        return entity == null ? null : entity.registers();
    }
}
