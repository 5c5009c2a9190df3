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
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The values that the chunks of a state hold, be they whole or joined from pieces. Anybody who may write to the workflow
 * may have made the chunks up, and a piece may be named thousands of times, so what is unpacked has a bound that goes with
 * what is stored. Used once.
 */
final class ChunkValues {
    /** More than one operation may hold, so no entity is as large. */
    private static final int MOST_JOINED = 64 << 20;
    /** What may be unpacked however little is stored. */
    private static final long ALWAYS = 2 << 20;
    /** How many characters may be unpacked for each that is stored; text that people write comes to five or ten. */
    private static final int TIMES = 128;
    /** What a look at a chunk costs, though it be empty. */
    private static final int LOOK = 64;

    private final GraphState state;
    private final List<Entity> chunks = new ArrayList<>();
    private final long most;
    private long left;
    private @Nullable String unread;

    private record Value(EntityKind kind, @Nullable String type, String field, Json json) {}

    ChunkValues(GraphState state) {
        this.state = state;
        state.forEach(entity -> {
            if (entity.key().kind().equals(EntityKind.CHUNK)) {
                chunks.add(entity);
            }
        });
        long stored = chunks.stream()
                .map(ChunkValues::packed)
                .mapToLong(ChunkValues::length)
                .sum();
        most = ALWAYS + TIMES * stored;
        left = most;
    }

    ValuesSeen read(Predicate<Entity> wanted, VersionBook.ValueVisitor each) {
        for (Entity chunk : chunks) {
            if (wanted.test(chunk)) {
                for (Value value : values(chunk)) {
                    each.visit(value.kind, value.type, value.field, value.json);
                }
                if (left < 0) {
                    return new ValuesSeen.Some("its chunks unpack to more than " + most + " characters");
                }
            }
        }
        return unread == null ? new ValuesSeen.All() : new ValuesSeen.Some(unread);
    }

    private List<Value> values(Entity chunk) {
        try {
            return unpacked(chunk);
        } catch (IOException | RuntimeException e) {
            // a stranger may have written it; what it spoils must not hide what other chunks hold
            left -= Packing.MOST;
            if (!isDeleted(chunk)) {
                unread = "chunk " + Json.of(chunk.key().id()) + " cannot be read";
            }
            return List.of();
        }
    }

    /** Somebody saw that it is no good; whoever saves the same again writes it anew. */
    private static boolean isDeleted(Entity chunk) {
        return !chunk.alive() && chunk.registers().indexOf(RegisterNames.LIFE) >= 0;
    }

    private List<Value> unpacked(Entity chunk) throws IOException {
        Json packed = packed(chunk);
        String part = VersionParts.of(chunk.key(), RegisterNames.VALUE);
        if (packed == null || !chunk.key().id().startsWith(part + VersionParts.END)) {
            // under such a name no version can look for it
            return List.of();
        }
        ChunkText text = unpack(chunk.key(), packed);
        return switch (text.kind()) {
            case LEAF -> values(text.text());
            case PIECE -> List.of();
            case INNER -> joined(part, text);
        };
    }

    private ChunkText unpack(EntityKey key, Json packed) throws IOException {
        ChunkText text = ChunkText.unpack(packed);
        left -= Math.max(LOOK, text.text().length());
        if (!key.equals(VersionParts.chunk(VersionParts.of(key, RegisterNames.VALUE), text.hash()))) {
            throw new DamagedVersionException("Chunk " + key + " is not what its name says");
        }
        return text;
    }

    private List<Value> joined(String part, ChunkText inner) throws IOException {
        List<String> pieces = inner.below(ChunkText.JOINED);
        if (pieces == null) {
            return List.of();
        }
        StringBuilder whole = new StringBuilder();
        for (String piece : pieces) {
            EntityKey key = VersionParts.chunk(part, piece);
            Entity entity = state.entity(key);
            Json packed = entity == null ? null : packed(entity);
            if (packed == null) {
                throw new DamagedVersionException("A piece is missing");
            }
            whole.append(unpack(key, packed).text());
            if (whole.length() > MOST_JOINED || left < 0) {
                throw new DamagedVersionException("Its pieces come to too much");
            }
        }
        return values(whole.toString());
    }

    private static List<Value> values(String text) {
        List<Value> values = new ArrayList<>();
        for (ChunkLine line : ChunkLine.read(text)) {
            String type = type(line.registers());
            for (Json.Member each : line.registers()) {
                values.add(new Value(line.key().kind(), type, each.key(), each.value()));
            }
        }
        return values;
    }

    private static @Nullable String type(List<Json.Member> registers) {
        String type = null;
        for (Json.Member each : registers) {
            if (each.key().equals(RegisterNames.TYPE)) {
                type = each.value().kind() == Json.Kind.STRING ? each.value().asString() : null;
            }
        }
        return type;
    }

    private static @Nullable Json packed(Entity chunk) {
        return chunk.registers().get(RegisterNames.VALUE);
    }

    private static long length(@Nullable Json packed) {
        return packed == null ? 0 : packed.text().length();
    }
}
