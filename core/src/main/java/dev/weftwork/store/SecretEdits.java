package dev.weftwork.store;

import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.OpId;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.change.Registers;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.secret.SecretFields;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Writes secret fields of all workflows anew, deleted entities included, as ordinary edits. Each write holds only over
 * the value that it was worked out from, so what anybody writes meanwhile stands. Used once.
 */
final class SecretEdits {
    private static final long MOST_SIZE = 4L << 20;

    private final Engine engine;
    private final SecretFields fields;
    private final Predicate<OpId> skipped;
    private final Change change;
    private final List<EntityWrites> waiting = new ArrayList<>();
    private long size;
    private int written;

    /** Works out what a secret field is to hold; null leaves it as it is. */
    interface Change {
        @Nullable Json of(EntityKind kind, String field, Json value);
    }

    /** Takes also which operations' values stay as they are. */
    SecretEdits(Engine engine, SecretFields fields, Predicate<OpId> skipped, Change change) {
        this.engine = engine;
        this.fields = fields;
        this.skipped = skipped;
        this.change = change;
    }

    /** Gives how many values were written. */
    int run() {
        engine.loadAll();
        for (WorkflowId id :
                engine.locked(() -> List.copyOf(engine.replica().slots.keySet()))) {
            GraphState state = engine.home(id);
            state.forEach(entity -> look(id, entity));
            write(id);
        }
        return written;
    }

    private void look(WorkflowId id, Entity entity) {
        Registers registers = entity.registers();
        Json named = registers.get(RegisterNames.TYPE);
        String type = named == null || named.kind() != Json.Kind.STRING ? null : named.asString();
        EntityWrites.Builder writes = EntityWrites.to(entity.key());
        for (int i = 0; i < registers.size(); i++) {
            Json value = registers.value(i);
            OpId writer = registers.stamp(i).op();
            boolean secret = value != null && fields.isSecret(entity.key().kind(), type, registers.field(i));
            Json now = value == null || !secret || skipped.test(writer)
                    ? null
                    : change.of(entity.key().kind(), registers.field(i), value);
            if (now != null) {
                writes.setOver(registers.field(i), now, writer);
                written++;
                size += now.text().length();
            }
        }
        if (!writes.isEmpty()) {
            waiting.add(writes.build());
        }
        if (size > MOST_SIZE) {
            write(id);
        }
    }

    private void write(WorkflowId id) {
        if (!waiting.isEmpty()) {
            List<EntityWrites> writes = List.copyOf(waiting);
            // no step: taking it back would bring the envelope of a key back that may be gone by then
            engine.alone(id, slot -> engine.submission().takeQuietly(slot, writes, new OpId(engine.newId())));
            waiting.clear();
            size = 0;
        }
    }
}
