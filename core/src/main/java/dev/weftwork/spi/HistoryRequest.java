package dev.weftwork.spi;

import dev.weftwork.change.EntityKey;
import dev.weftwork.graph.WorkflowId;
import org.jspecify.annotations.Nullable;

/**
 * Asks what was written to a workflow, or to one entity of it, oldest first, and which values lost.
 *
 * @param workflow the workflow
 * @param entity the one entity that is meant, or null for all
 * @param after only what was admitted behind this number; zero for the beginning of what the server keeps
 * @param limit how many operations at most
 */
public record HistoryRequest(WorkflowId workflow, @Nullable EntityKey entity, long after, int limit) {
    private static final int USUAL = 100;

    /**
     * Checks the numbers.
     *
     * @param workflow the workflow
     * @param entity the one entity, or null
     * @param after behind which number
     * @param limit how many operations
     * @throws IllegalArgumentException if the number is below zero or the limit below one
     */
    public HistoryRequest {
        if (after < 0 || limit < 1) {
            throw new IllegalArgumentException("A history begins after a number of at least 0 and has a limit of at"
                    + " least 1; got " + after + " and " + limit);
        }
    }

    /**
     * The history of a workflow.
     *
     * @param workflow which
     * @return the request for the first page
     */
    public static HistoryRequest of(WorkflowId workflow) {
        return new HistoryRequest(workflow, null, 0, USUAL);
    }

    /**
     * The history of one entity.
     *
     * @param workflow the workflow that it belongs to
     * @param entity which
     * @return the request for the first page
     */
    public static HistoryRequest of(WorkflowId workflow, EntityKey entity) {
        return new HistoryRequest(workflow, entity, 0, USUAL);
    }

    /**
     * The request for the page behind another.
     *
     * @param page the other
     * @return the request
     */
    public HistoryRequest next(HistoryPage page) {
        return new HistoryRequest(workflow, entity, page.through(), limit);
    }

    /**
     * The same with pages of another size.
     *
     * @param most how many operations at most
     * @return the request
     */
    public HistoryRequest limit(int most) {
        return new HistoryRequest(workflow, entity, after, most);
    }
}
