package dev.weftwork.version;

import dev.weftwork.change.DeviceId;
import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.OpId;
import dev.weftwork.change.Presence;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.change.Stamp;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Workflow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The versions that a workflow's state holds. They are entities of the workflow itself, so they are stored, synced and
 * restored with it; whoever has the state, such as a server, can list and open them. Immutable.
 *
 * <p>A version's number is its place by stamp. Admission gives each version the authority's own clock, whatever the
 * device claims, and takes it once, so that order is the order of admission and no number ever changes. Versions that were
 * deleted keep their numbers.
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
        found.sort(Comparator.comparing(VersionText::stamp));
        List<SavedVersion> versions = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            if (found.get(i).alive()) {
                versions.add(VersionText.read(found.get(i)).numbered(i + 1));
            }
        }
        return new VersionBook(state, versions);
    }

    /**
     * All versions that were not deleted.
     *
     * @return oldest first, numbered from 1
     */
    public List<SavedVersion> versions() {
        return versions;
    }

    /**
     * A version by its number.
     *
     * @param number the number
     * @return the version, or empty if there is none
     */
    public Optional<SavedVersion> version(int number) {
        return versions.stream().filter(each -> each.number() == number).findFirst();
    }

    /**
     * The operation that saved a version, by the name under which it goes now.
     *
     * @param version one of these versions
     * @return the operation
     * @throws IllegalArgumentException if it is none of these
     */
    public OpId operation(SavedVersion version) {
        return VersionText.stamp(entity(version)).op();
    }

    /**
     * When a version got its place, by the clock of who gave it: the authority, or the device while that has not spoken.
     *
     * @param version one of these versions
     * @return the moment, in milliseconds since 1970
     * @throws IllegalArgumentException if it is none of these
     */
    public long admittedAt(SavedVersion version) {
        return VersionText.stamp(entity(version)).millis();
    }

    /**
     * The parts of a workflow that a version speaks of: the slices that its device shared, and those of this device if it
     * was saved here. What the workflow holds by now of a sort of which it held nothing then is among them, unless the
     * version's device kept that sort back.
     *
     * @param version one of these versions
     * @return their names
     * @throws IllegalArgumentException if it is none of these
     */
    public Set<String> parts(SavedVersion version) {
        Entity entity = entity(version);
        Set<String> parts = new TreeSet<>(VersionText.roots(entity).keySet());
        Set<String> kept = VersionText.kept(entity);
        if (kept != null) {
            state.forEach(each -> {
                String part = VersionParts.of(each.key(), RegisterNames.LIFE);
                if (VersionParts.isContent(each.key()) && !kept.contains(part)) {
                    parts.add(part);
                }
            });
        }
        return parts;
    }

    /**
     * The parts of a version that never left this device.
     *
     * @param version one of these versions
     * @return their names
     * @throws IllegalArgumentException if it is none of these
     */
    public Set<String> ownParts(SavedVersion version) {
        return VersionText.ownRoots(entity(version)).keySet();
    }

    private Entity entity(SavedVersion version) {
        Objects.requireNonNull(version, "A version is needed; versions() lists them");
        Entity entity =
                state.entity(new EntityKey(EntityKind.VERSION, version.id().value()));
        if (entity == null || entity.registers().get(RegisterNames.SAVED) == null) {
            throw new IllegalArgumentException("Workflow '" + state.id() + "' has no version " + version.id()
                    + "; versions() gives those that there are");
        }
        return entity;
    }

    /**
     * A version's content as register state, for tools that write it back.
     *
     * @param version one of these versions
     * @return its content, or empty while some of its chunks have not arrived
     * @throws DamagedVersionException if its chunks are not what was saved
     * @throws IllegalArgumentException if it is none of these
     */
    public Optional<GraphState> content(SavedVersion version) throws DamagedVersionException {
        return content(version, ChunkReader.MOST_TEXT);
    }

    /**
     * A version's content, if it is not too large to be opened here: whoever may edit may have made up one that takes a
     * few kilobytes packed and all memory unpacked.
     *
     * @param version one of these versions
     * @param most how many characters its chunks may come to
     * @return its content, or empty while some of its chunks have not arrived
     * @throws DamagedVersionException if its chunks are not what was saved, or come to more
     * @throws IllegalArgumentException if it is none of these
     */
    public Optional<GraphState> content(SavedVersion version, long most) throws DamagedVersionException {
        Map<String, String> roots = VersionText.roots(entity(version));
        long millis = Math.min(Math.max(0, version.savedAt()), Long.MAX_VALUE >> 17);
        Stamp stamp = new Stamp(millis << 16, new DeviceId("version"), version.number(), new OpId("version"));
        ChunkReader reader = new ChunkReader(state, most);
        try {
            boolean all = !roots.isEmpty();
            for (Map.Entry<String, String> root : roots.entrySet()) {
                all &= reader.read(root.getKey(), root.getValue());
            }
            return all ? Optional.of(reader.content(stamp)) : Optional.empty();
        } catch (DamagedVersionException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // whoever may write to the workflow may have written anything
            throw new DamagedVersionException("A chunk cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * A version to look at. Nobody runs a version, so a node that ran when it was saved shows as idle.
     *
     * @param version one of these versions
     * @return a snapshot, or empty while some of its chunks have not arrived
     * @throws DamagedVersionException if its chunks are not what was saved
     * @throws IllegalArgumentException if it is none of these
     */
    public Optional<Workflow> open(SavedVersion version) throws DamagedVersionException {
        return content(version).map(content -> content.view(Presence.NONE));
    }

    /**
     * Hands over every value that any version holds, each chunk once: for whoever has to know what versions refer to. How
     * much is unpacked is bounded by how much is stored.
     *
     * @param each takes the values
     * @return whether that was all. Not if a chunk is damaged, unless somebody deleted it, or if chunks unpack to far more
     *     than honest ones do
     */
    public ValuesSeen forEachValue(Consumer<Json> each) {
        Objects.requireNonNull(each, "A consumer is needed; it takes the values");
        return forEachValue(chunk -> true, (kind, type, field, value) -> each.accept(value));
    }

    /**
     * Hands over the values of some chunks only, such as those of slices that leave the device.
     *
     * @param chunks says of a chunk whether its values are wanted; {@link VersionParts#of} names the part it belongs to
     * @param each takes the values
     * @return whether that was all that was wanted
     */
    public ValuesSeen forEachValue(Predicate<Entity> chunks, ValueVisitor each) {
        Objects.requireNonNull(chunks, "A test is needed; it says which chunks are wanted");
        Objects.requireNonNull(each, "A consumer is needed; it takes the values");
        return new ChunkValues(state).read(chunks, each);
    }

    /** Takes the values that versions hold. */
    @FunctionalInterface
    public interface ValueVisitor {
        /**
         * Takes one.
         *
         * @param kind what sort of entity holds it
         * @param type the entity's type, or null if it has none
         * @param field the register that holds it
         * @param value the value
         */
        void visit(EntityKind kind, @Nullable String type, String field, Json value);
    }

    /**
     * What has to be written so that a version is no longer there.
     *
     * @param version the version
     * @return the writes of an operation, which may have more of them
     */
    public static EntityWrites removal(SavedVersion version) {
        Objects.requireNonNull(version, "A version is needed; versions() gives those that there are");
        return EntityWrites.to(Saving.key(version.id()))
                .set(RegisterNames.LIFE, Json.FALSE)
                .build();
    }

    /**
     * Cuts a state into chunks.
     *
     * @param state the state
     * @return what has to be written
     */
    public static Saving save(GraphState state) {
        Chunks chunks = new Chunks(Objects.requireNonNull(state, "A state is needed; it is what is saved"));
        return new Saving(chunks.missing(), chunks.roots());
    }

    /**
     * What has to be written so that parts of a state have the content of another.
     *
     * @param now the state
     * @param content the other, as {@link #content} gives it
     * @param parts the parts to bring back, of those that {@link #parts} names
     * @return the writes of one operation; none if they are equal
     */
    public static List<EntityWrites> restore(GraphState now, GraphState content, Set<String> parts) {
        Objects.requireNonNull(now, "A state is needed; it is what is brought back");
        Objects.requireNonNull(content, "A content is needed; content() gives it");
        return new Restoring(now, content, Objects.requireNonNull(parts, "Parts are needed; parts() names them"))
                .writes();
    }
}
