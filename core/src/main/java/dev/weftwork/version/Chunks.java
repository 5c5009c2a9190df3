package dev.weftwork.version;

import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.change.RegistersJson;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A content cut into chunks, each named by its hash. Which entities share a chunk follows from the hashes of their names
 * alone: a group that is too large is split in four by the next two bits. So a change of one entity changes its chunk and
 * those on the way to the root, and adding one splits a chunk at most. Used once.
 */
final class Chunks {
    private static final int MOST_IN_CHUNK = 64;
    private static final int BITS = 2;
    private static final int LAST_SHIFT = 0;

    private final GraphState state;
    private final List<EntityWrites> missing = new ArrayList<>();
    private final Set<String> made = new HashSet<>();
    private final String root;

    private record Item(long place, Entity entity) {}

    Chunks(GraphState state) {
        this.state = state;
        List<Item> items = new ArrayList<>();
        state.forEach(entity -> {
            if (entity.alive() && isContent(entity.key())) {
                items.add(new Item(Hashes.place(entity.key()), entity));
            }
        });
        Item[] sorted = items.toArray(new Item[0]);
        Arrays.sort(sorted, (one, other) -> {
            int order = Long.compareUnsigned(one.place, other.place);
            return order != 0
                    ? order
                    : one.entity.key().toString().compareTo(other.entity.key().toString());
        });
        root = cut(sorted, 0, sorted.length, Long.SIZE - BITS);
    }

    static boolean isContent(EntityKey key) {
        return !key.kind().equals(EntityKind.VERSION) && !key.kind().equals(EntityKind.CHUNK);
    }

    /** Names the whole content. */
    String root() {
        return root;
    }

    /** The chunks that the workflow does not hold yet, as writes. */
    List<EntityWrites> missing() {
        return missing;
    }

    private String cut(Item[] items, int from, int to, int shift) {
        if (to - from <= MOST_IN_CHUNK || shift <= LAST_SHIFT) {
            return leaf(items, from, to);
        }
        JsonWriter out = new JsonWriter().beginObject().key("parts").beginArray();
        int start = from;
        for (int digit = 0; digit < 1 << BITS; digit++) {
            int end = start;
            while (end < to && (items[end].place >>> shift & ((1 << BITS) - 1)) == digit) {
                end++;
            }
            out.value(start == end ? "" : cut(items, start, end, shift - BITS));
            start = end;
        }
        String text = out.endArray().endObject().toString();
        return keep(text, Hashes.of(text), false);
    }

    private String leaf(Item[] items, int from, int to) {
        JsonWriter out = new JsonWriter().beginArray();
        for (int i = from; i < to; i++) {
            Entity entity = items[i].entity;
            out.beginArray()
                    .value(entity.key().kind().name())
                    .value(entity.key().id());
            RegistersJson.writeValues(entity.registers(), out);
            out.endArray();
        }
        String text = out.endArray().toString();
        return keep(text, Hashes.of(text), true);
    }

    private String keep(String text, String hash, boolean packed) {
        EntityKey key = new EntityKey(EntityKind.CHUNK, hash);
        Entity there = state.entity(key);
        if ((there == null || !there.alive()) && made.add(hash)) {
            missing.add(EntityWrites.to(key)
                    .set(RegisterNames.LIFE, Json.TRUE)
                    .set(RegisterNames.VALUE, packed ? Json.of(Packing.pack(text)) : Json.parse(text))
                    .build());
        }
        return hash;
    }
}
