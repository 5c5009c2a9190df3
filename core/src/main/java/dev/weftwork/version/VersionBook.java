package dev.weftwork.version;

import dev.weftwork.change.DeviceId;
import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.OpId;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.change.Registers;
import dev.weftwork.change.Stamp;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Workflow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The versions that a workflow's state holds. They are entities of the workflow itself, so they are stored, synced and
 * restored with it; whoever has the state, such as a server, can list and open them. Immutable.
 *
 * <p>A version's number is its place by stamp. Admission gives each version the authority's own clock, whatever the
 * device claims, so that order is the order of admission and no number ever changes.
 */
public final class VersionBook {
    private final GraphState state;
    private final List<SavedVersion> versions;

    private VersionBook(GraphState state, List<SavedVersion> versions) {
        this.state = state;
        this.versions = List.copyOf(versions);
    }

    /**
     * Reads the versions of a workflow.
     *
     * @param state the workflow's state; as an authority admitted it, since what it has not admitted gets a number here,
     *     too
     * @return its versions
     */
    public static VersionBook of(GraphState state) {
        List<Entity> found = new ArrayList<>();
        Objects.requireNonNull(state, "A state is needed; it holds the versions")
                .forEach(entity -> {
                    if (entity.key().kind().equals(EntityKind.VERSION)) {
                        found.add(entity);
                    }
                });
        found.removeIf(entity -> entity.registers().get(RegisterNames.SAVED) == null);
        found.sort(Comparator.comparing(VersionBook::stamp));
        List<SavedVersion> versions = new ArrayList<>();
        for (Entity entity : found) {
            versions.add(read(entity).numbered(versions.size() + 1));
        }
        return new VersionBook(state, versions);
    }

    private static Stamp stamp(Entity entity) {
        return Objects.requireNonNull(entity.registers().stampOf(RegisterNames.SAVED), "What is written has a stamp");
    }

    private static SavedVersion read(Entity entity) {
        Json saved = Objects.requireNonNullElse(entity.registers().get(RegisterNames.SAVED), Json.EMPTY_OBJECT);
        Json at = member(saved, "at");
        return new SavedVersion(
                new OpId(entity.key().id()),
                0,
                text(saved, "author"),
                text(saved, "note"),
                at != null && at.kind() == Json.Kind.NUMBER
                        ? at.asLong()
                        : stamp(entity).millis(),
                text(saved, "root"));
    }

    private static @Nullable Json member(Json object, String name) {
        return object.kind() == Json.Kind.OBJECT ? object.get(name) : null;
    }

    private static String text(Json object, String name) {
        Json value = member(object, name);
        return value != null && value.kind() == Json.Kind.STRING ? value.asString() : "";
    }

    /**
     * All versions.
     *
     * @return oldest first, numbered from 1
     */
    public List<SavedVersion> versions() {
        return versions;
    }

    /**
     * A version's content as register state, for tools that write it back.
     *
     * @param version one of these versions
     * @return its content, or empty while some of its chunks have not arrived
     * @throws IOException if a chunk is not what its name says
     */
    public Optional<GraphState> content(SavedVersion version) throws IOException {
        long millis = Math.max(
                0,
                Objects.requireNonNull(version, "A version is needed; versions() lists them")
                        .savedAt());
        Stamp stamp = new Stamp(millis << 16, new DeviceId("version"), version.number(), version.id());
        GraphState.Builder content = GraphState.builder(state.id());
        return fill(version.root(), stamp, content) ? Optional.of(content.build()) : Optional.empty();
    }

    /**
     * A version to look at.
     *
     * @param version one of these versions
     * @return a snapshot, or empty while some of its chunks have not arrived
     * @throws IOException if a chunk is not what its name says
     */
    public Optional<Workflow> open(SavedVersion version) throws IOException {
        return content(version).map(GraphState::view);
    }

    /**
     * Hands over every value that any version holds, each chunk once: for whoever has to know what versions refer to.
     *
     * @param each takes the values
     * @throws IOException if a chunk cannot be read
     */
    public void forEachValue(Consumer<Json> each) throws IOException {
        Objects.requireNonNull(each, "A consumer is needed; it takes the values");
        List<Json> packed = new ArrayList<>();
        state.forEach(entity -> {
            Json value = entity.key().kind().equals(EntityKind.CHUNK)
                    ? entity.registers().get(RegisterNames.VALUE)
                    : null;
            if (value != null && value.kind() == Json.Kind.STRING) {
                packed.add(value);
            }
        });
        for (Json value : packed) {
            for (Json line : Json.parse(Packing.unpack(value.asString())).elements()) {
                line.get(2).members().forEach(member -> each.accept(member.value()));
            }
        }
    }

    private boolean fill(String hash, Stamp stamp, GraphState.Builder content) throws IOException {
        Entity entity = hash.isEmpty() ? null : state.entity(new EntityKey(EntityKind.CHUNK, hash));
        Json value = entity == null ? null : entity.registers().get(RegisterNames.VALUE);
        if (value == null) {
            return false;
        }
        String text = value.kind() == Json.Kind.STRING ? Packing.unpack(value.asString()) : value.text();
        if (!Hashes.of(text).equals(hash)) {
            throw new IOException("Chunk " + hash + " of workflow '" + state.id() + "' is not what its name says");
        }
        Json parsed = Json.parse(text);
        if (parsed.kind() == Json.Kind.ARRAY) {
            parsed.elements().forEach(each -> put(each, stamp, content));
            return true;
        }
        boolean all = true;
        for (Json part : Objects.requireNonNull(parsed.get("parts"), "An inner chunk lists its parts")
                .elements()) {
            all &= part.asString().isEmpty() || fill(part.asString(), stamp, content);
        }
        return all;
    }

    private static void put(Json line, Stamp stamp, GraphState.Builder content) {
        EntityKey key =
                new EntityKey(EntityKind.of(line.get(0).asString()), line.get(1).asString());
        EntityWrites.Builder writes = EntityWrites.to(key);
        line.get(2).members().forEach(member -> writes.set(member.key(), member.value()));
        content.put(new Entity(key, Registers.of(writes.build(), stamp), 1));
    }

    /**
     * What has to be written to save a state as a version: its chunks first, in as many operations as one likes, then the
     * version in an operation of its own.
     *
     * @param chunks the chunks that the workflow does not hold yet
     * @param root names the content
     */
    public record Saving(List<EntityWrites> chunks, String root) {
        /**
         * Copies the list.
         *
         * @param chunks the chunks
         * @param root names the content
         */
        public Saving {
            chunks = List.copyOf(chunks);
        }

        /**
         * The version itself.
         *
         * @param id the name of the operation that writes it
         * @param author who saves
         * @param note what they say
         * @param at when, in milliseconds since 1970
         * @return the writes of the operation
         */
        public EntityWrites version(OpId id, String author, String note, long at) {
            Json saved = Json.object()
                    .put("at", at)
                    .put("author", author)
                    .put("note", note)
                    .put("root", root)
                    .build();
            return EntityWrites.to(new EntityKey(EntityKind.VERSION, id.value()))
                    .set(RegisterNames.LIFE, Json.TRUE)
                    .set(RegisterNames.SAVED, saved)
                    .build();
        }
    }

    /**
     * Cuts a state into chunks.
     *
     * @param state the state
     * @return what has to be written
     */
    public static Saving save(GraphState state) {
        Chunks chunks = new Chunks(Objects.requireNonNull(state, "A state is needed; it is what is saved"));
        return new Saving(chunks.missing(), chunks.root());
    }

    /**
     * What has to be written so that a state has the content of another.
     *
     * @param now the state
     * @param content the other, as {@link #content} gives it
     * @return the writes of one operation; none if they are equal
     */
    public static List<EntityWrites> restore(GraphState now, GraphState content) {
        return new Restoring(now, content).writes();
    }
}
