package dev.weftwork.store;

import dev.weftwork.format.FlowContent;
import dev.weftwork.graph.Edge;
import dev.weftwork.graph.EdgeId;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Point;
import dev.weftwork.graph.Result;
import dev.weftwork.graph.Size;
import dev.weftwork.graph.Viewport;
import dev.weftwork.graph.Workflow;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Collects the changes of one edit, which become one operation: all of them or none. Each call is checked at once and
 * refuses with {@link IllegalArgumentException} what cannot be; then nothing of the edit is kept unless the caller
 * catches that.
 *
 * <p>Confined to the callback that it was handed to: a draft that is used later refuses with
 * {@link IllegalStateException}.
 */
public interface WorkflowDraft {
    /**
     * The workflow as it was when the edit began.
     *
     * @return a snapshot without the changes of this draft
     */
    Workflow before();

    /**
     * A node as this draft leaves it so far.
     *
     * @param id its name
     * @return the node, or empty if there is none
     */
    Optional<Node> node(NodeId id);

    /**
     * An edge as this draft leaves it so far.
     *
     * @param id its name
     * @return the edge, or empty if there is none
     */
    Optional<Edge> edge(EdgeId id);

    /**
     * Adds a node.
     *
     * @param id its name, not in use
     * @param type what kind of step it is
     * @param details sets everything else
     * @return this
     */
    WorkflowDraft addNode(NodeId id, String type, Consumer<Node.Builder> details);

    /**
     * Adds a node.
     *
     * @param node the node; its id is not in use
     * @return this
     */
    WorkflowDraft addNode(Node node);

    /**
     * Changes a node; only what differs is written.
     *
     * @param id its name
     * @param change turns the builder, which holds the node as it is, into what it is to be
     * @return this
     */
    WorkflowDraft updateNode(NodeId id, Consumer<Node.Builder> change);

    /**
     * Takes a node away. Its edges are not shown any more; they come back if the node does.
     *
     * @param id its name
     * @return this
     */
    WorkflowDraft removeNode(NodeId id);

    /**
     * Moves a node.
     *
     * @param id its name
     * @param x the horizontal coordinate
     * @param y the vertical coordinate
     * @return this
     */
    WorkflowDraft moveNode(NodeId id, double x, double y);

    /**
     * Moves and sizes a node at once.
     *
     * @param id its name
     * @param position where it lies, or null to leave it
     * @param size how large it is, or null to leave it
     * @return this
     */
    WorkflowDraft dimensions(NodeId id, @Nullable Point position, @Nullable Size size);

    /**
     * Sets one setting of a node.
     *
     * @param id the node's name
     * @param key the setting's name
     * @param value anything that {@link Json#of} takes
     * @return this
     */
    WorkflowDraft config(NodeId id, String key, @Nullable Object value);

    /**
     * Sets how far a node's run came.
     *
     * @param id the node's name
     * @param result status and value
     * @return this
     */
    WorkflowDraft result(NodeId id, Result result);

    /**
     * Adds an edge between two ports, with a fresh id.
     *
     * @param source the node that it leaves
     * @param sourceHandle the port that it leaves by, or null
     * @param target the node that it enters
     * @param targetHandle the port that it enters by, or null
     * @return this
     */
    WorkflowDraft connect(NodeId source, @Nullable String sourceHandle, NodeId target, @Nullable String targetHandle);

    /**
     * Adds an edge between two nodes, with a fresh id.
     *
     * @param source the node that it leaves
     * @param target the node that it enters
     * @return this
     */
    default WorkflowDraft connect(NodeId source, NodeId target) {
        return connect(source, null, target, null);
    }

    /**
     * Adds an edge.
     *
     * @param edge the edge; its id is not in use and both its nodes exist
     * @return this
     */
    WorkflowDraft addEdge(Edge edge);

    /**
     * Changes an edge; only what differs is written.
     *
     * @param id its name
     * @param change turns the edge as it is into what it is to be, under the same id
     * @return this
     */
    WorkflowDraft updateEdge(EdgeId id, UnaryOperator<Edge> change);

    /**
     * Takes an edge away.
     *
     * @param id its name
     * @return this
     */
    WorkflowDraft removeEdge(EdgeId id);

    /**
     * Replaces the nodes of a base: only what differs from the base is written, and only nodes of the base are taken
     * away, so what others added meanwhile stays.
     *
     * @param base the nodes that the caller started from
     * @param wanted the nodes that are to be
     * @return this
     */
    WorkflowDraft replaceNodes(Collection<Node> base, List<Node> wanted);

    /**
     * Replaces the edges of a base, as {@link #replaceNodes} does with nodes.
     *
     * @param base the edges that the caller started from
     * @param wanted the edges that are to be
     * @return this
     */
    WorkflowDraft replaceEdges(Collection<Edge> base, List<Edge> wanted);

    /**
     * Renames the workflow.
     *
     * @param name what people call it
     * @return this
     */
    WorkflowDraft rename(String name);

    /**
     * Sets what part of the canvas is on screen.
     *
     * @param viewport the viewport
     * @return this
     */
    WorkflowDraft viewport(Viewport viewport);

    /**
     * Sets or takes away a field that this library does not know.
     *
     * @param key its name
     * @param value its value, or null to take it away
     * @return this
     */
    WorkflowDraft ext(String key, @Nullable Json value);

    /**
     * Fills the workflow with what was read from a flow editor's document.
     *
     * @param content nodes, edges, viewport and all that has no place of its own
     * @return this
     */
    default WorkflowDraft fill(FlowContent content) {
        Objects.requireNonNull(content, "A content is needed; FlowJson reads one from a document");
        viewport(content.viewport());
        content.ext().forEach(this::ext);
        content.nodes().forEach(this::addNode);
        content.edges().forEach(this::addEdge);
        return this;
    }
}
