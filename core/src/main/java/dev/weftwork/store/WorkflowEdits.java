package dev.weftwork.store;

import dev.weftwork.graph.Edge;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Point;
import dev.weftwork.graph.Result;
import dev.weftwork.graph.Size;
import dev.weftwork.graph.Viewport;
import dev.weftwork.graph.Workflow;
import dev.weftwork.graph.WorkflowId;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The calls by which a host makes, changes and removes workflows. Each applies in memory at once and is one operation,
 * taken whole or not at all. Safe to call from any thread; edits run one at a time.
 */
public interface WorkflowEdits {
    /**
     * Makes a workflow under a fresh id.
     *
     * @param name what people call it; several may have one name
     * @return the workflow, empty
     */
    Workflow createWorkflow(String name);

    /**
     * Makes a workflow under a given id, with a first content, as one operation.
     *
     * @param id names it; not in use
     * @param name what people call it
     * @param content fills it
     * @param <X> what filling it may throw; then it is not made
     * @return when it is on disk
     * @throws X to give up
     */
    <X extends Exception> Commit createWorkflow(WorkflowId id, String name, GraphEdit<X> content) throws X;

    /**
     * Takes a workflow away, with all that is in it. Its assets stay; what comes back tells which of them nobody needs.
     *
     * @param id names it
     * @return when that is on disk, and what it left over
     */
    WorkflowRemoval removeWorkflow(WorkflowId id);

    /**
     * Renames a workflow.
     *
     * @param id names it
     * @param name what people will call it
     * @return when that is on disk
     */
    default Commit renameWorkflow(WorkflowId id, String name) {
        return edit(id, draft -> draft.rename(name));
    }

    /**
     * Edits a workflow: what the callback does becomes one operation, all of it or, if the callback throws, none.
     *
     * @param id names it
     * @param edit what to do
     * @param <X> what the callback may throw
     * @return when it is on disk
     * @throws X what the callback threw
     */
    <X extends Exception> Commit edit(WorkflowId id, GraphEdit<X> edit) throws X;

    /**
     * Replaces the nodes that a snapshot holds; what others changed or added since stays.
     *
     * @param base the snapshot that the caller started from
     * @param nodes the nodes that are to be
     * @return when that is on disk
     */
    default Commit setNodes(Workflow base, List<Node> nodes) {
        return edit(Required.base(base).id(), draft -> draft.replaceNodes(base.nodes(), nodes));
    }

    /**
     * Replaces the nodes.
     *
     * @param id names the workflow
     * @param change turns the nodes as they are into the nodes that are to be
     * @return when that is on disk
     */
    default Commit setNodes(WorkflowId id, UnaryOperator<List<Node>> change) {
        return edit(id, draft -> {
            List<Node> base = draft.before().nodes();
            draft.replaceNodes(base, Required.callback(change, "A change").apply(base));
        });
    }

    /**
     * Replaces the edges that a snapshot holds; what others changed or added since stays.
     *
     * @param base the snapshot that the caller started from
     * @param edges the edges that are to be
     * @return when that is on disk
     */
    default Commit setEdges(Workflow base, List<Edge> edges) {
        return edit(Required.base(base).id(), draft -> draft.replaceEdges(base.edges(), edges));
    }

    /**
     * Replaces the edges.
     *
     * @param id names the workflow
     * @param change turns the edges as they are into the edges that are to be
     * @return when that is on disk
     */
    default Commit setEdges(WorkflowId id, UnaryOperator<List<Edge>> change) {
        return edit(id, draft -> {
            List<Edge> base = draft.before().edges();
            draft.replaceEdges(base, Required.callback(change, "A change").apply(base));
        });
    }

    /**
     * Sets one setting of a node.
     *
     * @param id names the workflow
     * @param node names the node
     * @param key names the setting
     * @param value anything that {@link Json#of} takes
     * @return when that is on disk
     */
    default Commit updateNodeConfig(WorkflowId id, NodeId node, String key, @Nullable Object value) {
        return edit(id, draft -> draft.config(node, key, value));
    }

    /**
     * Sets several settings of a node at once; settings that are not named stay.
     *
     * @param id names the workflow
     * @param node names the node
     * @param values names and values
     * @return when that is on disk
     */
    default Commit updateNodeConfig(WorkflowId id, NodeId node, Map<String, ?> values) {
        return edit(id, draft -> Required.settings(values).forEach((key, value) -> draft.config(node, key, value)));
    }

    /**
     * Sets how far a node's run came.
     *
     * @param id names the workflow
     * @param node names the node
     * @param result status and value
     * @return when that is on disk
     */
    default Commit updateNodeResult(WorkflowId id, NodeId node, Result result) {
        return edit(id, draft -> draft.result(node, result));
    }

    /**
     * Moves and sizes a node, both or neither.
     *
     * @param id names the workflow
     * @param node names the node
     * @param position where it lies, or null to leave it
     * @param size how large it is, or null to leave it
     * @return when that is on disk
     */
    default Commit updateNodeDimensions(WorkflowId id, NodeId node, @Nullable Point position, @Nullable Size size) {
        return edit(id, draft -> draft.dimensions(node, position, size));
    }

    /**
     * Sets what part of the canvas is on screen.
     *
     * @param id names the workflow
     * @param viewport the viewport
     * @return when that is on disk
     */
    default Commit setViewport(WorkflowId id, Viewport viewport) {
        return edit(id, draft -> draft.viewport(viewport));
    }
}
