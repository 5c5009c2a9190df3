package dev.weftwork.sqlite.crash;

import dev.weftwork.graph.Workflow;
import dev.weftwork.store.Store;
import dev.weftwork.store.WorkflowInfo;

/** All that a store shows, as one text. */
final class Dump {
    /** The host's collection that the editors use. */
    static final String COLLECTION = "files";

    private Dump() {}

    static String of(Store store) {
        StringBuilder text = new StringBuilder();
        for (WorkflowInfo info : store.workflows()) {
            text.append(info).append('\n');
            Workflow workflow = store.workflow(info.id());
            text.append(workflow.name()).append(' ').append(workflow.viewport());
            text.append(" v").append(workflow.version()).append(' ').append(workflow.updatedAt());
            text.append(' ').append(workflow.ext()).append('\n');
            workflow.nodes().forEach(node -> text.append("  ").append(node).append('\n'));
            workflow.edges().forEach(edge -> text.append("  ").append(edge).append('\n'));
        }
        store.collection(COLLECTION)
                .all()
                .forEach((id, value) ->
                        text.append(id).append(" = ").append(value).append('\n'));
        return text.toString();
    }
}
