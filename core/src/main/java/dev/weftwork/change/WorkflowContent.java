package dev.weftwork.change;

import dev.weftwork.graph.Workflow;

/** Whether two snapshots show the same. */
final class WorkflowContent {
    private WorkflowContent() {}

    static boolean same(Workflow one, Workflow other) {
        return one.id().equals(other.id())
                && one.name().equals(other.name())
                && one.viewport().equals(other.viewport())
                && one.ext().equals(other.ext())
                && one.nodes().equals(other.nodes())
                && one.edges().equals(other.edges());
    }
}
