package dev.weftwork.format;

/** The names in {@code ext} that this package keeps for itself. Unknown fields never begin like them. */
final class Marks {
    static final String PREFIX = "flow:";

    /** On a workflow: the label of its family. */
    static final String FORMAT = "flow:format";

    /** On a workflow: the whole document, when it fits no family. */
    static final String DOCUMENT = "flow:document";

    /** On a workflow: the name that stands in the document, where that is not what people call the workflow. */
    static final String NAME = "flow:name";

    /** On a workflow, a node or an edge: the name of the shape that it had. */
    static final String SHAPE = "flow:shape";

    /** On a workflow: before the name of a shape. */
    static final String SHAPE_PREFIX = "flow:shape/";

    /** Literals of typed fields that are not spelled as we would. */
    static final String LITERALS = "flow:literals";

    /** The id as the document has it, where it cannot be ours; null if the document has none. */
    static final String ID = "flow:id";

    /** Entries among nodes and links that are neither, with their order keys. */
    static final String STRAYS = "flow:strays";

    /** On a node: the order key and the shape of its entry in the map of connections. */
    static final String OUTPUTS = "flow:outputs";

    /** On a workflow: present if that map is keyed by id, not by name. */
    static final String BY_ID = "flow:by-id";

    /** On an edge: the slots of its nodes never agreed with it. On a workflow: links that slots name and nobody has. */
    static final String LOOSE = "flow:loose";

    /** The spelling of a map's key among the literals. */
    static final String KEY = "key";

    private Marks() {}
}
