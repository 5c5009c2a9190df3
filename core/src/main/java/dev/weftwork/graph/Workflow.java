package dev.weftwork.graph;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A graph as it is at one moment. Immutable: a snapshot never changes, later edits give later snapshots. Safe to share
 * between threads; no call touches the disk.
 *
 * <p>Only what is visible is here: deleted entities are not, and neither is an edge whose source or target is not.
 */
public interface Workflow {
    /**
     * Names the workflow.
     *
     * @return the id
     */
    WorkflowId id();

    /**
     * What people call it.
     *
     * @return the name, perhaps empty
     */
    String name();

    /**
     * What part of the canvas was last on screen.
     *
     * @return the viewport
     */
    Viewport viewport();

    /**
     * What other tools keep in the document and this library does not know.
     *
     * @return names and values
     */
    Map<String, Json> ext();

    /**
     * Grows by one with each change of the workflow's own fields.
     *
     * @return the version
     */
    long version();

    /**
     * When anything in it last changed.
     *
     * @return milliseconds since 1970
     */
    long updatedAt();

    /**
     * Looks a node up; the cost does not depend on the size of the graph.
     *
     * @param id its name
     * @return the node, or empty if there is none that is visible
     */
    Optional<Node> node(NodeId id);

    /**
     * Looks an edge up; the cost does not depend on the size of the graph.
     *
     * @param id its name
     * @return the edge, or empty if there is none that is visible
     */
    Optional<Edge> edge(EdgeId id);

    /**
     * All nodes, by their order key, then by id.
     *
     * @return an immutable list
     */
    List<Node> nodes();

    /**
     * All edges, by their order key, then by id.
     *
     * @return an immutable list
     */
    List<Edge> edges();

    /**
     * The edges that leave or enter a node.
     *
     * @param node the node's name
     * @return an immutable list in the order of {@link #edges()}, empty for an unknown node
     */
    List<Edge> edgesOf(NodeId node);

    /**
     * How many nodes there are, without making a list of them.
     *
     * @return the number
     */
    int nodeCount();
}
