package dev.weftwork.server.storage;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a workflow without reading its graph.
 *
 * @param id names it
 * @param name what people call it
 * @param alive whether it exists; false once it was deleted
 * @param version how many operations have changed it
 * @param digest the sum over its living entities, see {@link dev.weftwork.change.StateDigest}
 * @param createdAt when the first operation was made, in milliseconds since 1970
 * @param updatedAt when the newest operation was made
 * @param project the project that it belongs to, or null
 * @param author the principal who made it, or null if that is not known
 * @param document the number of the document that was last written from it or saved to it, or 0
 */
public record WorkflowRow(
        String id,
        String name,
        boolean alive,
        long version,
        long digest,
        long createdAt,
        long updatedAt,
        @Nullable String project,
        @Nullable String author,
        long document) {}
