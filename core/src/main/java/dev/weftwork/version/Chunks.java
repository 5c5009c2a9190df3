package dev.weftwork.version;

import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.change.Registers;
import dev.weftwork.graph.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A content cut into chunks, each named by its hash. Which entities share a chunk follows from the hashes of their names
 * and from their size: a group that is too large is split in four by the next two bits. So a change of one entity changes
 * its chunk and those on the way to the root, and adding one splits a chunk at most. An entity that is too large by itself
 * is cut into pieces. Used once.
 */
final class Chunks {
    private static final int MOST_IN_CHUNK = 64;
    /** Of several entities together, in characters; so a change of one takes few others along. */
    private static final int MOST_TEXT = 16 << 10;
    /** Of one entity; what is larger goes in pieces, so that no chunk comes near what an operation may hold. */
    private static final int PIECE = 64 << 10;

    private static final int BITS = 2;

    private final GraphState state;
    private final List<EntityWrites> missing = new ArrayList<>();
    private final Set<EntityKey> made = new HashSet<>();
    private final Map<String, String> roots = new TreeMap<>();

    private record Item(long place, String name, String line) {}

    Chunks(GraphState state) {
        this.state = state;
        Map<String, List<Item>> parts = new TreeMap<>();
        VersionParts.USUAL.forEach(part -> parts.put(part, new ArrayList<>()));
        state.forEach(entity -> {
            if (entity.alive() && VersionParts.isContent(entity.key())) {
                split(entity, parts);
            }
        });
        parts.forEach((part, items) -> roots.put(part, new PartCut(part, items).root()));
    }

    /** The roots of the parts by name; an empty one for a part without entities. */
    Map<String, String> roots() {
        return roots;
    }

    /** The chunks that the workflow does not hold yet, as writes. */
    List<EntityWrites> missing() {
        return missing;
    }

    private static void split(Entity entity, Map<String, List<Item>> parts) {
        Map<String, ChunkLine.Writer> lines = new TreeMap<>();
        EntityKey key = entity.key();
        Registers registers = entity.registers();
        for (int i = 0; i < registers.size(); i++) {
            Json value = registers.value(i);
            if (value != null) {
                lines.computeIfAbsent(VersionParts.of(key, registers.field(i)), part -> new ChunkLine.Writer(key))
                        .register(registers.field(i), value);
            }
        }
        lines.forEach((part, line) -> {
            parts.computeIfAbsent(part, name -> new ArrayList<>())
                    .add(new Item(Hashes.place(key), key.toString(), line.end()));
        });
    }

    /** One part, cut. */
    private final class PartCut {
        private final String part;
        private final List<Item> items;
        private final long[] lengths;

        PartCut(String part, List<Item> items) {
            this.part = part;
            this.items = items;
            items.sort((one, other) -> {
                int order = Long.compareUnsigned(one.place, other.place);
                return order != 0 ? order : one.name.compareTo(other.name);
            });
            lengths = new long[items.size() + 1];
            for (int i = 0; i < items.size(); i++) {
                lengths[i + 1] = lengths[i] + items.get(i).line.length();
            }
        }

        String root() {
            return items.isEmpty() ? "" : cut(0, items.size(), Long.SIZE - BITS);
        }

        private String cut(int from, int to, int shift) {
            boolean small = to - from <= MOST_IN_CHUNK && lengths[to] - lengths[from] <= MOST_TEXT;
            if (small || to - from == 1 || shift <= 0) {
                return leaf(from, to);
            }
            List<String> below = new ArrayList<>();
            int start = from;
            for (int digit = 0; digit < 1 << BITS; digit++) {
                int end = start;
                while (end < to && (items.get(end).place >>> shift & ((1 << BITS) - 1)) == digit) {
                    end++;
                }
                below.add(start == end ? "" : cut(start, end, shift - BITS));
                start = end;
            }
            return keep(ChunkText.inner(ChunkText.PARTS, below));
        }

        private String leaf(int from, int to) {
            StringBuilder text = new StringBuilder((int) (lengths[to] - lengths[from]) + to - from + 2);
            for (int i = from; i < to; i++) {
                text.append(i == from ? '[' : ',').append(items.get(i).line);
            }
            String whole = text.append(']').toString();
            return whole.length() <= PIECE ? keep(ChunkText.leaf(whole)) : pieces(whole);
        }

        private String pieces(String whole) {
            List<String> pieces = new ArrayList<>();
            for (int at = 0; at < whole.length(); ) {
                int end = Math.min(at + PIECE, whole.length());
                boolean torn = end < whole.length() && Character.isHighSurrogate(whole.charAt(end - 1));
                end = torn ? end - 1 : end;
                pieces.add(keep(ChunkText.piece(whole.substring(at, end))));
                at = end;
            }
            return keep(ChunkText.inner(ChunkText.JOINED, pieces));
        }

        /** Whoever may edit may have written anything under the name, so what is damaged is written anew. */
        private boolean isThere(EntityKey key, String hash) {
            Entity there = state.entity(key);
            Json value =
                    there == null || !there.alive() ? null : there.registers().get(RegisterNames.VALUE);
            try {
                return value != null && ChunkText.unpack(value).hash().equals(hash);
            } catch (IOException | RuntimeException e) {
                return false;
            }
        }

        private String keep(ChunkText chunk) {
            EntityKey key = VersionParts.chunk(part, chunk.hash());
            if (!isThere(key, chunk.hash()) && made.add(key)) {
                missing.add(EntityWrites.to(key)
                        .set(RegisterNames.LIFE, Json.TRUE)
                        .set(RegisterNames.VALUE, chunk.packed())
                        .build());
            }
            return chunk.hash();
        }
    }
}
