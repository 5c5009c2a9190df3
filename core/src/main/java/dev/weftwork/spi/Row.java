package dev.weftwork.spi;

/**
 * The folded state of one entity, or of a page of neighbours. Kind, workflow and id are its key; the rest is opaque to an
 * adapter, which may show it to people but keeps it as it is.
 *
 * @param kind what sort of entity it is
 * @param workflowId the workflow that it belongs to; for a workflow its own id
 * @param id the entity's id, or the page's number
 * @param version how often the entity changed, or how many are in the page
 * @param updatedAt when anything in it last changed, in milliseconds since 1970
 * @param json the values
 * @param stamps what merging needs to know of them
 */
public record Row(
        String kind, String workflowId, String id, long version, long updatedAt, String json, String stamps) {}
