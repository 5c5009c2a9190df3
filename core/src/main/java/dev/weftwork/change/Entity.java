package dev.weftwork.change;

import dev.weftwork.graph.Edge;
import dev.weftwork.graph.Fields;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The state of one entity, dead or alive: its registers, and how often it changed. Immutable and safe to share between
 * threads; what it looks like as a node or an edge is worked out on first use.
 */
public final class Entity {
    private final EntityKey key;
    /** {@link Registers}, or {@link Unread} ones. */
    private final Object registers;

    private final long version;
    private final boolean alive;
    /** A pure function of the registers, so a race costs no more than working it out twice. */
    private @Nullable Object seen;

    /**
     * Puts a state together.
     *
     * @param key names the entity
     * @param registers its registers
     * @param version how often it changed
     */
    public Entity(EntityKey key, Registers registers, long version) {
        this(key, registers, version, isAlive(registers));
    }

    private Entity(EntityKey key, Object registers, long version, boolean alive) {
        this.key = key;
        this.registers = registers;
        this.version = version;
        this.alive = alive;
    }

    /**
     * A state whose registers are read when somebody first asks for them.
     *
     * @param key names the entity
     * @param version how often it changed
     * @param alive whether its life register will say that it exists
     * @param registers gives the registers, the same each time and to any thread
     * @return the state
     */
    public static Entity unread(EntityKey key, long version, boolean alive, Supplier<Registers> registers) {
        return new Entity(key, new Unread(registers), version, alive);
    }

    private static boolean isAlive(Registers registers) {
        return Json.TRUE.equals(registers.get(RegisterNames.LIFE));
    }

    /**
     * An entity to which nothing was ever written.
     *
     * @param key names the entity
     * @return its state
     */
    public static Entity unborn(EntityKey key) {
        return new Entity(key, Registers.NONE, 0);
    }

    /**
     * Names the entity.
     *
     * @return the key
     */
    public EntityKey key() {
        return key;
    }

    /**
     * Its registers.
     *
     * @return the registers
     */
    public Registers registers() {
        return registers instanceof Unread unread ? unread.read() : (Registers) registers;
    }

    /**
     * How often it changed: one for each operation that touched it.
     *
     * @return the version
     */
    public long version() {
        return version;
    }

    /**
     * When it last changed.
     *
     * @return milliseconds since 1970, or zero if nothing was ever written
     */
    public long updatedAt() {
        Stamp newest = registers().newest();
        return newest == null ? 0 : newest.millis();
    }

    /**
     * Whether its life register says that it exists.
     *
     * @return true if it does
     */
    public boolean alive() {
        return alive;
    }

    /**
     * Joins one operation's writes and counts the change.
     *
     * @param writes what the operation writes to this entity
     * @param stamp the operation's stamp
     * @return the joined state
     */
    public Entity join(EntityWrites writes, Stamp stamp) {
        Registers joined = registers().join(writes, stamp);
        return new Entity(key, joined, version + 1, writes.writes(RegisterNames.LIFE) ? isAlive(joined) : alive);
    }

    /**
     * Joins another state of the same entity.
     *
     * @param other the other state
     * @return the joined state, which has seen as many changes as the one that saw more
     */
    @SuppressWarnings("ReferenceEquality") // the join gives the same object if nothing in it changed
    public Entity join(Entity other) {
        Registers own = registers();
        Registers joined = own.join(other.registers());
        long most = Math.max(version, other.version);
        return joined == own && most == version ? this : new Entity(key, joined, most);
    }

    /** The node that the registers describe, whoever its parent is and whether or not it is alive. */
    Node asNode() {
        if (seen instanceof Node node) {
            return node;
        }
        Node node = NodeRegisters.read(this);
        seen = node;
        return node;
    }

    /** The edge that the registers describe, or null while they name no ends. */
    @Nullable Edge asEdge() {
        if (seen instanceof Edge edge) {
            return edge;
        }
        Edge edge = EdgeRegisters.read(this);
        seen = edge;
        return edge;
    }

    /** Its place among its siblings, as whoever asks for it will also ask what it looks like. */
    @Nullable String order() {
        if (key.kind().equals(EntityKind.NODE)) {
            return asNode().order();
        }
        Edge edge = key.kind().equals(EntityKind.EDGE) ? asEdge() : null;
        return edge == null ? Shape.text(registers().get(RegisterNames.ORDER)) : edge.order();
    }

    /** The registers whose names begin with a prefix, by the rest of their names. */
    Fields group(String prefix) {
        return registers().group(prefix);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Entity that
                && key.equals(that.key)
                && version == that.version
                && registers().equals(that.registers());
    }

    @Override
    public int hashCode() {
        return Objects.hash(key, version, registers());
    }

    @Override
    public String toString() {
        return key + " v" + version + " " + registers();
    }
}
