package dev.weftwork.format;

import dev.weftwork.graph.Edge;
import dev.weftwork.graph.Fields;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.Viewport;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a new workflow is to hold. Immutable.
 *
 * @param name what people call it, perhaps empty
 * @param viewport what part of the canvas is on screen
 * @param ext the unknown fields and the shapes, which must be stored with it
 * @param nodes the nodes in their order, each with an order key
 * @param edges the edges in their order, each with an order key; both ends of each are among the nodes
 */
public record FlowContent(String name, Viewport viewport, Map<String, Json> ext, List<Node> nodes, List<Edge> edges) {
    /**
     * Copies the collections.
     *
     * @param name its name
     * @param viewport its viewport
     * @param ext its unknown fields and shapes
     * @param nodes its nodes
     * @param edges its edges
     */
    public FlowContent {
        ext = Fields.copyOf(ext);
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
    }

    /**
     * Whether the document had a place for a part. What it said nothing of, a save leaves as it is.
     *
     * @param part the part
     * @return whether it did
     */
    public boolean speaksOf(FlowPart part) {
        Objects.requireNonNull(part, "A part is needed; FlowPart has those there are");
        if (ext.containsKey(Marks.DOCUMENT)) {
            // what is kept whole leaves nothing of what was there, but it has no name that anybody knows of
            return part != FlowPart.NAME;
        }
        Json label = ext.get(Marks.FORMAT);
        Links links = Dialect.of(label == null ? null : Lifted.text(label)).links();
        boolean beside = links instanceof Links.Listed || links instanceof Links.Connected;
        return (part == FlowPart.EDGES && !beside)
                || new Shapes(ext).of(ext).slots().contains(part.slot());
    }
}
