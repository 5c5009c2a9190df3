package dev.weftwork.format;

/** How reading a document came out. */
public sealed interface FlowImport {
    /** The outcomes. */
    enum Kind {
        /** The document was read into nodes and edges. */
        MAPPED,
        /** The document is valid JSON of no known family, kept whole. */
        OPAQUE,
        /** The text is not JSON. */
        UNREADABLE
    }

    /**
     * Which outcome this is.
     *
     * @return the kind
     */
    Kind kind();

    /**
     * The document was read into nodes and edges.
     *
     * @param format the family that it belongs to
     * @param content what the workflow is to hold
     * @param report what was found
     */
    record Mapped(FlowFormat format, FlowContent content, FlowReport report) implements FlowImport {
        @Override
        public Kind kind() {
            return Kind.MAPPED;
        }
    }

    /**
     * The document fits no family: it is kept whole, without nodes, and comes back as it is.
     *
     * @param content a workflow without nodes that holds the document
     * @param report why it was not read further
     */
    record Opaque(FlowContent content, FlowReport report) implements FlowImport {
        @Override
        public Kind kind() {
            return Kind.OPAQUE;
        }
    }

    /**
     * The text is not JSON, or nests deeper than the limit.
     *
     * @param message what was found, what was expected, and the offset
     */
    record Unreadable(String message) implements FlowImport {
        @Override
        public Kind kind() {
            return Kind.UNREADABLE;
        }
    }
}
