package dev.weftwork.version;

import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.graph.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

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

    void forEach(Consumer<Json> each) {
        read().forEach(each);
    }

    private List<Json> read() {
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

    private List<Json> joined(ChunkText inner) throws IOException {
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

    private static List<Json> values(String text) {
        List<Json> values = new ArrayList<>();
        for (Json line : Json.parse(text).elements()) {
            line.elements().get(2).members().forEach(member -> values.add(member.value()));
        }
        return values;
    }
}
