package dev.weftwork.version;

import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.change.Registers;
import dev.weftwork.change.Stamp;
import dev.weftwork.graph.Json;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts a content together again from its chunks. Anybody who may write to the workflow may have made those up, so all is
 * bounded: how deep they lie, how often one comes, and how much they come to. Used once.
 */
final class ChunkReader {
    /** Two bits a level, of 64. */
    private static final int DEEPEST = 32;

    static final long MOST_TEXT = 256L << 20;
    /** More than one operation may hold, so no entity is as large. */
    private static final int MOST_JOINED = 64 << 20;

    private final GraphState state;
    private final Set<EntityKey> met = new HashSet<>();
    private final Map<EntityKey, EntityWrites.Builder> content = new LinkedHashMap<>();
    private final long most;
    private long left;

    ChunkReader(GraphState state, long most) {
        this.state = state;
        this.most = most;
        left = most;
    }

    /** Reads one part; false if some of it has not arrived. */
    boolean read(String part, String root) throws IOException {
        return root.isEmpty() || read(part, root, 0);
    }

    /** What was read. */
    GraphState content(Stamp stamp) {
        GraphState.Builder all = GraphState.builder(state.id());
        content.forEach((key, writes) -> all.put(new Entity(key, Registers.of(writes.build(), stamp), 1)));
        return all.build();
    }

    private boolean read(String part, String hash, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new DamagedVersionException("Chunks lie deeper than " + DEEPEST);
        }
        EntityKey key = VersionParts.chunk(part, hash);
        if (!met.add(key)) {
            throw new DamagedVersionException("Chunk " + hash + " comes twice");
        }
        ChunkText chunk = chunk(key, hash);
        if (chunk == null) {
            return false;
        }
        if (chunk.kind() != ChunkText.Kind.INNER) {
            take(part, chunk.text());
            return true;
        }
        List<String> pieces = chunk.below(ChunkText.JOINED);
        if (pieces != null) {
            String whole = join(part, pieces);
            if (whole != null) {
                take(part, whole);
            }
            return whole != null;
        }
        boolean all = true;
        List<String> below = chunk.below(ChunkText.PARTS);
        for (String each : below == null ? List.<String>of() : below) {
            all &= each.isEmpty() || read(part, each, depth + 1);
        }
        return all;
    }

    private @Nullable String join(String part, List<String> pieces) throws IOException {
        StringBuilder whole = new StringBuilder();
        for (String each : pieces) {
            ChunkText piece = chunk(VersionParts.chunk(part, each), each);
            if (piece == null) {
                return null;
            }
            if (whole.length() + piece.text().length() > MOST_JOINED) {
                throw new DamagedVersionException("An entity holds more than " + (MOST_JOINED >> 20) + " MiB");
            }
            whole.append(piece.text());
        }
        return whole.toString();
    }

    private @Nullable ChunkText chunk(EntityKey key, String hash) throws IOException {
        Entity entity = state.entity(key);
        Json value = entity == null ? null : entity.registers().get(RegisterNames.VALUE);
        if (value == null) {
            return null;
        }
        ChunkText chunk = ChunkText.unpack(value);
        left -= chunk.text().length();
        if (left < 0) {
            throw new DamagedVersionException("Its chunks come to more than " + (most >> 20) + " MiB");
        }
        if (!chunk.hash().equals(hash)) {
            throw new DamagedVersionException("Chunk " + hash + " is not what its name says");
        }
        return chunk;
    }

    private void take(String part, String text) throws DamagedVersionException {
        for (ChunkLine line : ChunkLine.read(text)) {
            EntityKey key = line.key();
            EntityWrites.Builder writes = content.computeIfAbsent(key, EntityWrites::to);
            for (Json.Member member : line.registers()) {
                if (!VersionParts.fits(part, key, member.key())) {
                    throw new DamagedVersionException(
                            "Part '" + part + "' holds " + key + ", " + member.key() + ", which is no part of it");
                }
                writes.set(member.key(), member.value());
            }
        }
    }
}
