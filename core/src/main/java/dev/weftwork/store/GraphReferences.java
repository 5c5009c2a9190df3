package dev.weftwork.store;

import dev.weftwork.asset.AssetReferrer;
import dev.weftwork.asset.AssetUse;
import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.change.Registers;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.ReadTransaction;
import dev.weftwork.version.ValuesSeen;
import dev.weftwork.version.VersionBook;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** The references that live graphs, their saved versions, and collections hold, in whichever field. */
final class GraphReferences implements AssetReferrer {
    private final Engine engine;

    GraphReferences(Engine engine) {
        this.engine = engine;
    }

    @Override
    public void references(Visitor visitor) {
        Replica replica = engine.replica();
        for (WorkflowId id : engine.locked(() -> List.copyOf(replica.listings.keySet()))) {
            Optional<GraphState> state = rowsAlone(id).or(() -> engine.state(id));
            state.filter(GraphReferences::counts).ifPresent(found -> references(found, engine.sealing, visitor));
        }
    }

    /** The references of one graph, as far as somebody wants to know of them; what is encrypted stays out of it. */
    void references(WorkflowId id, BiPredicate<Entity, String> wanted, Visitor visitor) {
        Optional<GraphState> state = rowsAlone(id).or(() -> engine.state(id));
        state.filter(GraphReferences::counts).ifPresent(found -> references(found, wanted, null, visitor));
    }

    static boolean counts(GraphState state) {
        return state.alive() || state.id().equals(Collections.HOME);
    }

    /** A graph of which all is in its rows, without bringing it into memory: there may be thousands. */
    private Optional<GraphState> rowsAlone(WorkflowId id) {
        Journal journal = engine.journal();
        return journal.exclusively(
                "The references of workflow '" + id + "' cannot be read now",
                "Try again",
                () -> journal.storage().read(moment -> rowsAlone(id, moment)));
    }

    private Optional<GraphState> rowsAlone(WorkflowId id, ReadTransaction moment) throws IOException {
        engine.journal().catchUp(moment);
        boolean alone = engine.locked(() -> !engine.replica().knows(id));
        return alone ? Optional.of(Loader.RowSet.read(id, moment).state()) : Optional.empty();
    }

    /** The references that one graph holds. */
    static void references(GraphState state, Sealing sealing, Visitor visitor) {
        references(state, (entity, field) -> true, sealing, visitor);
    }

    private static void references(
            GraphState state, BiPredicate<Entity, String> wanted, @Nullable Sealing sealing, Visitor visitor) {
        references(state.id(), state.self(), wanted, sealing, visitor);
        state.forEach(entity -> {
            if (entity.alive()) {
                references(state.id(), entity, wanted, sealing, visitor);
            }
        });
        // whoever goes back to a version wants its pictures, too
        AssetUse saved = new AssetUse(state.id().value(), "a saved version");
        ValuesSeen seen = VersionBook.of(state)
                .forEachValue(
                        chunk -> wanted.test(chunk, RegisterNames.VALUE),
                        (kind, type, field, value) -> refer(kind, field, value, saved, sealing, visitor));
        if (seen instanceof ValuesSeen.Some some) {
            visitor.mayReferToAnything(new AssetUse(state.id().value(), "saved versions, since " + some.why()));
        }
    }

    private static void references(
            WorkflowId holder,
            Entity entity,
            BiPredicate<Entity, String> wanted,
            @Nullable Sealing sealing,
            Visitor visitor) {
        Registers registers = entity.registers();
        for (int i = 0; i < registers.size(); i++) {
            String field = registers.field(i);
            Json value = registers.value(i);
            if (value == null || !wanted.test(entity, field)) {
                continue;
            }
            AssetUse use = new AssetUse(holder.value(), entity.key() + ", " + field);
            refer(entity.key().kind(), field, value, use, sealing, visitor);
        }
    }

    private static void refer(
            EntityKind kind, String field, Json value, AssetUse use, @Nullable Sealing sealing, Visitor visitor) {
        if (!isEncrypted(value)) {
            AssetRef.allIn(value).forEach(ref -> visitor.refers(ref, use));
        } else if (sealing != null) {
            Json open = sealing.open(kind, field, value);
            if (open == null) {
                visitor.mayReferToAnything(use);
            } else {
                AssetRef.allIn(open).forEach(ref -> visitor.refers(ref, use));
            }
        }
    }

    private static boolean isEncrypted(Json value) {
        return value.text().contains("\"$enc\"");
    }
}
