package dev.weftwork.store;

import dev.weftwork.change.GraphState;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.graph.WorkflowId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The gestures under way, which are shown above the graphs and are part of none. Whatever listeners are told of a graph
 * has them on top, so that an edit of somebody else does not make what is being dragged jump back. Guarded by the
 * replica's lock.
 */
final class Hovering {
    private final Map<WorkflowId, Layer> layers = new HashMap<>();

    /** What is shown above one graph. */
    private static final class Layer {
        private final Map<OpId, Op> frames = new LinkedHashMap<>();
        /** What has to be told of with the next change, since it is no longer shown. */
        private final List<Op> leaving = new ArrayList<>();

        private GraphState shown;

        Layer(GraphState shown) {
            this.shown = shown;
        }

        GraphState over(GraphState base) {
            GraphState state = base;
            for (Op frame : frames.values()) {
                state = state.join(frame, frame.provisional());
            }
            return state;
        }
    }

    /** What listeners saw last, and what they see now. */
    record Shown(GraphState before, GraphState after, List<Op> ops) {}

    boolean isEmpty() {
        return layers.isEmpty();
    }

    /** Shows a frame in place of the last one of its gesture. */
    void put(OpId gesture, Op frame, GraphState base) {
        layers.computeIfAbsent(frame.workflow(), id -> new Layer(base)).frames.put(gesture, frame);
    }

    /** Shows a gesture's frames no longer; false if there was none. */
    boolean remove(WorkflowId workflow, OpId gesture) {
        Layer layer = layers.get(workflow);
        Op frame = layer == null ? null : layer.frames.remove(gesture);
        if (layer == null || frame == null) {
            return false;
        }
        layer.leaving.add(frame);
        return true;
    }

    /** What a change looks like with all gestures above it; null if there are none and it looks as it is. */
    @Nullable Shown show(GraphState after, List<Op> ops) {
        Layer layer = layers.get(after.id());
        if (layer == null) {
            return null;
        }
        GraphState before = layer.shown;
        List<Op> told = new ArrayList<>(ops);
        told.addAll(layer.leaving);
        layer.leaving.clear();
        layer.shown = layer.over(after);
        if (layer.frames.isEmpty()) {
            layers.remove(after.id());
        }
        return new Shown(before, layer.shown, told);
    }

    /** A graph with what is shown above it now. */
    GraphState over(GraphState base) {
        Layer layer = layers.get(base.id());
        return layer == null ? base : layer.over(base);
    }
}
