package dev.weftwork.memory;

import dev.weftwork.change.Admission;
import dev.weftwork.graph.WorkflowId;

/**
 * A value that lost against another that its writer had not seen.
 *
 * @param workflow where
 * @param loss the value and who won
 * @param seq the operation whose admission brought it about
 */
public record LostValue(WorkflowId workflow, Admission.Loss loss, long seq) {}
