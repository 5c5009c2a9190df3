package dev.weftwork.format;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How one family of documents is laid out: all that reading and writing know about it.
 *
 * @param keyed whether the nodes are a map by id, not a list
 * @param numbered whether nodes and links are numbered, and the nodes' slots repeat the numbers of their links
 */
record Dialect(FlowFormat format, Place document, Place node, Links links, boolean keyed, boolean numbered) {
    Dialect(FlowFormat format, Place document, Place node, Links links) {
        this(format, document, node, links, false, false);
    }

    /** The family of a stored workflow; what was born here is written as React Flow. */
    static Dialect of(@Nullable String label) {
        for (Dialect dialect : Dialects.ALL) {
            if (dialect.format.label().equals(label)) {
                return dialect;
            }
        }
        return Objects.requireNonNull(Dialects.ALL.get(0));
    }
}
