package dev.weftwork.secret;

import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.OpId;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.change.Registers;
import dev.weftwork.graph.Json;
import org.jspecify.annotations.Nullable;

/** Encrypts what is written to one entity. Used once. */
final class WriteSealing {
    private final Sealer sealer;
    private final SecretFields fields;
    private final EntityKind kind;
    private final EntityWrites writes;
    private final @Nullable Registers before;
    private final @Nullable String type;
    private final EntityWrites.Builder sealed;

    WriteSealing(Sealer sealer, EntityWrites writes, @Nullable Registers before) {
        this.sealer = sealer;
        fields = sealer.fields();
        kind = writes.key().kind();
        this.writes = writes;
        this.before = before;
        type = SecretFields.typeAfter(writes, before);
        sealed = EntityWrites.to(writes.key());
    }

    /** Everything that is written, and nothing else. */
    EntityWrites all() {
        for (int i = 0; i < writes.size(); i++) {
            put(writes.field(i), sealed(writes.field(i), writes.value(i)), writes.onlyOver(i));
        }
        return sealed.build();
    }

    /** What is written, but for what stands there already, and what becomes secret by it. */
    EntityWrites run() {
        for (int i = 0; i < writes.size(); i++) {
            String field = writes.field(i);
            Json value = writes.value(i);
            boolean same = value != null && writes.onlyOver(i) == null && isPlain(field, value) && stands(field, value);
            if (!same) {
                put(field, sealed(field, value), writes.onlyOver(i));
            }
        }
        Registers standing = before;
        if (standing != null) {
            fields.uncovered(writes, standing)
                    .forEach(place -> put(place.field(), sealed(place.field(), standing.get(place.field())), null));
        }
        return sealed.build();
    }

    private boolean isPlain(String field, Json value) {
        return fields.isSecret(kind, type, field) && !Sealer.isSealed(value);
    }

    private @Nullable Json sealed(String field, @Nullable Json value) {
        return value != null && isPlain(field, value) ? sealer.seal(kind, field, value) : value;
    }

    private void put(String field, @Nullable Json value, @Nullable OpId onlyOver) {
        if (onlyOver == null) {
            sealed.set(field, value);
        } else {
            sealed.setOver(field, value, onlyOver);
        }
    }

    /** Whether the value is there already, encrypted; what a former life left does not count. */
    private boolean stands(String field, Json value) {
        if (before == null || !Json.TRUE.equals(before.get(RegisterNames.LIFE))) {
            return false;
        }
        Revealed standing = sealer.open(kind, field, before.get(field));
        return standing instanceof Revealed.Open open && open.json().equals(value);
    }
}
