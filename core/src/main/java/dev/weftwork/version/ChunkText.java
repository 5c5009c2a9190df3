package dev.weftwork.version;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonWriter;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a chunk says. A leaf lists entities as {@code [kind, id, registers]}; an inner one names up to four others by
 * their hashes; what is too long for one chunk is joined from pieces.
 *
 * @param kind what sort of chunk it is
 * @param text its text
 */
record ChunkText(Kind kind, String text) {
    static final String PARTS = "parts";
    static final String JOINED = "joined";
    private static final String PIECE = "piece";

    /** What sort of chunk it is. */
    enum Kind {
        LEAF,
        INNER,
        PIECE
    }

    static ChunkText leaf(String text) {
        return new ChunkText(Kind.LEAF, text);
    }

    static ChunkText piece(String text) {
        return new ChunkText(Kind.PIECE, text);
    }

    static ChunkText inner(String name, List<String> below) {
        JsonWriter out = new JsonWriter().beginObject().key(name).beginArray();
        below.forEach(out::value);
        return new ChunkText(Kind.INNER, out.endArray().endObject().toString());
    }

    String hash() {
        return Hashes.of(kind == Kind.PIECE ? PIECE + ":" + text : text);
    }

    /** As it stands in the chunk's register. */
    Json packed() {
        return switch (kind) {
            case LEAF -> Json.of(Packing.pack(text));
            case PIECE -> Json.object().put(PIECE, Packing.pack(text)).build();
            case INNER -> Json.parse(text);
        };
    }

    static ChunkText unpack(Json value) throws IOException {
        if (value.kind() == Json.Kind.STRING) {
            return leaf(Packing.unpack(value.asString()));
        }
        if (value.kind() != Json.Kind.OBJECT) {
            throw new DamagedVersionException("A chunk is neither packed text nor an object");
        }
        Json piece = value.get(PIECE);
        return piece == null ? new ChunkText(Kind.INNER, value.text()) : piece(Packing.unpack(piece.asString()));
    }

    /** The chunks that an inner one names under a name, or null if it names none. */
    @Nullable List<String> below(String name) {
        Json names = Json.parse(text).get(name);
        return names == null
                ? null
                : names.elements().stream().map(Json::asString).toList();
    }
}
