package dev.weftwork.version;

import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.graph.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The values that one chunk holds, be it whole or joined from pieces. */
final class LeafValues {
    /** More than one operation may hold, so no entity is as large. */
    private static final int MOST_TEXT = 64 << 20;

    private final GraphState state;
    private final Entity chunk;

    LeafValues(GraphState state, Entity chunk) {
        this.state = state;
        this.chunk = chunk;
    }

    void forEach(VersionBook.ValueVisitor each) {
        read().forEach(value -> each.visit(value.kind, value.field, value.json));
    }

    private record Value(EntityKind kind, String field, Json json) {}

    private List<Value> read() {
        Json packed = chunk.registers().get(RegisterNames.VALUE);
        if (packed == null) {
            return List.of();
        }
        try {
            ChunkText text = ChunkText.unpack(packed);
            return switch (text.kind()) {
                case LEAF -> values(text.text());
                case PIECE -> List.of();
                case INNER -> joined(text);
            };
        } catch (IOException | RuntimeException e) {
            // a stranger may have written it; what it spoils must not hide what other chunks hold
            return List.of();
        }
    }

    private List<Value> joined(ChunkText inner) throws IOException {
        List<String> pieces = inner.below(ChunkText.JOINED);
        if (pieces == null) {
            return List.of();
        }
        StringBuilder whole = new StringBuilder();
        String part = VersionParts.of(chunk.key(), RegisterNames.VALUE);
        for (String piece : pieces) {
            EntityKey key = VersionParts.chunk(part, piece);
            Entity entity = state.entity(key);
            Json packed = entity == null ? null : entity.registers().get(RegisterNames.VALUE);
            if (packed == null) {
                return List.of();
            }
            whole.append(ChunkText.unpack(packed).text());
            if (whole.length() > MOST_TEXT) {
                return List.of();
            }
        }
        return values(whole.toString());
    }

    private static List<Value> values(String text) {
        List<Value> values = new ArrayList<>();
        for (Json line : Json.parse(text).elements()) {
            EntityKind kind = EntityKind.of(line.get(0).asString());
            line.get(2).members().forEach(member -> values.add(new Value(kind, member.key(), member.value())));
        }
        return values;
    }
}
