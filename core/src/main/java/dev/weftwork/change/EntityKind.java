package dev.weftwork.change;

/**
 * What sort of thing an entity is. Kinds that this version does not know are kept and passed on unchanged.
 *
 * @param name the kind's name in files and on the wire
 */
public record EntityKind(String name) {
    /** The workflow itself: its name, its viewport, its unknown fields. */
    public static final EntityKind WORKFLOW = new EntityKind("workflow");

    /** A step of a workflow. */
    public static final EntityKind NODE = new EntityKind("node");

    /** A link between two nodes. */
    public static final EntityKind EDGE = new EntityKind("edge");

    /** A version that somebody saved. */
    public static final EntityKind VERSION = new EntityKind("version");

    /** A part of the content of versions, named by its hash. */
    public static final EntityKind CHUNK = new EntityKind("version-chunk");

    /**
     * Checks the name.
     *
     * @param name the kind's name
     * @throws IllegalArgumentException unless the name is 1 to 64 letters, digits, dots, dashes or underscores
     */
    public EntityKind {
        Names.check("entity kind", name);
    }

    /**
     * The kind of a name.
     *
     * @param name the kind's name
     * @return the kind; the same object for the kinds that this version knows
     */
    public static EntityKind of(String name) {
        return switch (name) {
            case "node" -> NODE;
            case "edge" -> EDGE;
            case "workflow" -> WORKFLOW;
            case "version" -> VERSION;
            case "version-chunk" -> CHUNK;
            default -> new EntityKind(name);
        };
    }

    /**
     * Whether what is dead of this kind stays: a deleted version counts for the numbers of the others, and a chunk that
     * went may come again under the same name, which is its content's.
     *
     * @return true if it is never removed for good
     */
    public boolean staysWhenDead() {
        return equals(VERSION) || equals(CHUNK);
    }

    @Override
    public String toString() {
        return name;
    }
}
