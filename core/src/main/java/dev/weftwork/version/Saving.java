package dev.weftwork.version;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonObjectBuilder;
import dev.weftwork.graph.JsonWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What has to be written to save a state as a version: the chunks and the version's birth first, in as many operations as
 * one likes, then the version in an operation of its own.
 *
 * @param chunks the chunks that the workflow does not hold yet
 * @param roots by part: names its content
 */
public record Saving(List<EntityWrites> chunks, Map<String, String> roots) {
    /** A server takes only so much in one request. */
    private static final int MOST_IN_OP = 200_000;

    /**
     * Copies what it is given.
     *
     * @param chunks the chunks
     * @param roots by part: names its content
     */
    public Saving {
        chunks = List.copyOf(chunks);
        roots = Collections.unmodifiableMap(new TreeMap<>(roots));
    }

    /**
     * The same, saying of more parts that there is nothing in them: a sort of entity that the device keeps back and that
     * the workflow holds none of.
     *
     * @param parts their names; those that there are already stay as they are
     * @return what has to be written
     */
    public Saving naming(Set<String> parts) {
        Objects.requireNonNull(parts, "Parts are needed, perhaps none; they are those that the device keeps back");
        Map<String, String> all = new TreeMap<>(roots);
        parts.forEach(part -> all.putIfAbsent(part, ""));
        return new Saving(chunks, all);
    }

    /**
     * What has to be written before the version itself, cut into operations of a bearable size.
     *
     * @param id names the version
     * @param shared which parts go to everybody; the roots of the others are written here, so that they stay where the
     *     parts do
     * @return the writes of one operation each, to be written in this order
     */
    public List<List<EntityWrites>> before(VersionId id, Predicate<String> shared) {
        Objects.requireNonNull(shared, "A test is needed; it says which parts go to everybody");
        List<List<EntityWrites>> ops = new ArrayList<>();
        List<EntityWrites> op = new ArrayList<>();
        int size = 0;
        for (EntityWrites chunk : chunks) {
            if (size + chunk.length() > MOST_IN_OP && !op.isEmpty()) {
                ops.add(List.copyOf(op));
                op.clear();
                size = 0;
            }
            op.add(chunk);
            size += chunk.length();
        }
        op.add(birth(id, shared));
        ops.add(List.copyOf(op));
        return List.copyOf(ops);
    }

    private EntityWrites birth(VersionId id, Predicate<String> shared) {
        EntityWrites.Builder birth = EntityWrites.to(key(id)).set(RegisterNames.LIFE, Json.TRUE);
        roots.forEach((part, root) -> {
            if (!shared.test(part)) {
                birth.set(RegisterNames.ROOT_PREFIX + part, Json.of(root));
            }
        });
        return birth.build();
    }

    /**
     * The version itself.
     *
     * @param id names the version
     * @param author who saves
     * @param note what they say
     * @param at when, in milliseconds since 1970
     * @param shared which parts go to everybody
     * @return the writes of an operation that has no others
     */
    public EntityWrites version(VersionId id, String author, String note, long at, Predicate<String> shared) {
        Objects.requireNonNull(shared, "A test is needed; it says which parts go to everybody");
        JsonObjectBuilder names = Json.object();
        JsonWriter kept = new JsonWriter().beginArray();
        roots.forEach((part, root) -> {
            if (shared.test(part)) {
                names.put(part, root);
            } else {
                kept.value(part);
            }
        });
        Json saved = Json.object()
                .put("at", at)
                .put("author", author)
                .put("note", note)
                .put("roots", names.build())
                .put(VersionText.KEPT, Json.parse(kept.endArray().toString()))
                .build();
        return EntityWrites.to(key(id)).set(RegisterNames.SAVED, saved).build();
    }

    /**
     * Names the whole content.
     *
     * @return what {@link SavedVersion#root} will say
     */
    public String root() {
        return VersionText.root(roots);
    }

    static EntityKey key(VersionId id) {
        return new EntityKey(
                EntityKind.VERSION,
                Objects.requireNonNull(id, "An id is needed; it names the version for ever")
                        .value());
    }
}
