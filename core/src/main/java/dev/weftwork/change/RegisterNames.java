package dev.weftwork.change;

/**
 * The names of the registers that this version knows. Composites that must not tear are one register. Names that it
 * does not know are kept and passed on unchanged.
 */
public final class RegisterNames {
    /** Whether the entity exists: {@code true} or {@code false}. Without it an entity is not visible. */
    public static final String LIFE = "life";

    /** A workflow's name. */
    public static final String NAME = "name";

    /** A workflow's viewport: {@code {x, y, zoom}}. */
    public static final String VIEWPORT = "viewport";

    /** The type of a node or an edge. */
    public static final String TYPE = "type";

    /** A node's title. */
    public static final String TITLE = "title";

    /** A node's place: {@code {x, y}}. */
    public static final String POSITION = "position";

    /** A node's extent: {@code {width, height}}. */
    public static final String SIZE = "size";

    /** The node that holds a node. */
    public static final String PARENT = "parent";

    /** A node's run: {@code {status, value?, process?}}. */
    public static final String RUN = "run";

    /** The place of a node or an edge among the others: a fractional key. */
    public static final String ORDER = "order";

    /** What an edge links: {@code {source, target, sourceHandle?, targetHandle?}}. */
    public static final String ENDS = "ends";

    /** What a version is: {@code {author, note, at, roots}}. Written once, in an operation that writes nothing else. */
    public static final String SAVED = "saved";

    /** The value of an item of a host's collection. */
    public static final String VALUE = "value";

    /** Before the name of a part of a version that stays on the device; the value names the part's content. */
    public static final String ROOT_PREFIX = "root.";

    /** Before the name of a setting; each is a register of its own. */
    public static final String CONFIG_PREFIX = "config.";

    /** Before the name of a field that this library does not know. */
    public static final String EXT_PREFIX = "ext.";

    private RegisterNames() {}
}
