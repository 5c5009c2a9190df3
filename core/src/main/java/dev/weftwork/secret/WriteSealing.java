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

    EntityWrites run() {
        for (int i = 0; i < writes.size(); i++) {
            put(writes.field(i), writes.value(i), writes.onlyOver(i));
        }
        Registers standing = before;
        if (standing != null) {
            fields.uncovered(writes, standing).forEach(place -> put(place.field(), standing.get(place.field()), null));
        }
        return sealed.build();
    }

    private void put(String field, @Nullable Json value, @Nullable OpId onlyOver) {
        Json now = value;
        if (value != null && fields.isSecret(kind, type, field) && !Sealer.isSealed(value)) {
            if (onlyOver == null && stands(field, value)) {
                return;
            }
            now = sealer.seal(kind, field, value);
        }
        if (onlyOver == null) {
            sealed.set(field, now);
        } else {
            sealed.setOver(field, now, onlyOver);
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
