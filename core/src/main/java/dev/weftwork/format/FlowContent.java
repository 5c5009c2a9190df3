package dev.weftwork.format;

import dev.weftwork.graph.Edge;
import dev.weftwork.graph.Fields;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.Viewport;
import java.util.List;
import java.util.Map;

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
}
