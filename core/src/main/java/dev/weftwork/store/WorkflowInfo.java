package dev.weftwork.store;

import dev.weftwork.graph.WorkflowId;

/**
 * A line of the list of workflows.
 *
 * @param id names the workflow
 * @param name what people call it
 * @param updatedAt when anything in it last changed, in milliseconds since 1970
 */
public record WorkflowInfo(WorkflowId id, String name, long updatedAt) {}
