package dev.weftwork.store;

import dev.weftwork.change.OpId;
import dev.weftwork.graph.EdgeId;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Workflow;
import dev.weftwork.graph.WorkflowId;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;

/** Refuses null where a caller has to name something, with a sentence that says what is needed. */
final class Required {
    private Required() {}

    static WorkflowId workflow(WorkflowId id) {
        return Objects.requireNonNull(id, "The id of a workflow is needed; workflows() lists those that there are");
    }

    static NodeId node(NodeId id) {
        return Objects.requireNonNull(id, "The id of a node is needed; NodeId.random() makes a fresh one");
    }

    static EdgeId edge(EdgeId id) {
        return Objects.requireNonNull(id, "The id of an edge is needed; EdgeId.random() makes a fresh one");
    }

    static OpId op(OpId id) {
        return Objects.requireNonNull(id, "The id of an operation is needed; dead() lists what was refused");
    }

    static Workflow base(Workflow base) {
        return Objects.requireNonNull(base, "A base is needed; it is the snapshot that the caller started from");
    }

    static <T> Map<String, T> settings(Map<String, T> values) {
        return Objects.requireNonNull(values, "A map of settings is needed; it may be empty but not null");
    }

    /** What is to be done in an edit; without it there is nothing to do. */
    static <T> T callback(T callback, String what) {
        return Objects.requireNonNull(callback, () -> what + " is needed; to change nothing, do not call this");
    }

    /** A collection without gaps. */
    static <T extends Collection<?>> T all(T values, String what) {
        Objects.requireNonNull(values, () -> "A list of " + what + "s is needed; it may be empty but not null");
        int at = 0;
        for (Object value : values) {
            if (value == null) {
                throw new NullPointerException("The list of " + what + "s holds null at index " + at + "; each place"
                        + " needs a value, so leave the place out");
            }
            at++;
        }
        return values;
    }
}
