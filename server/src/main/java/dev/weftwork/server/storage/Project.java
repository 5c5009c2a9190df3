package dev.weftwork.server.storage;

/**
 * A project, which workflows may belong to.
 *
 * @param id names it within the workspace
 * @param name what people call it
 * @param createdAt when it was made, in milliseconds since 1970
 * @param updatedAt when it was last renamed
 */
public record Project(String id, String name, long createdAt, long updatedAt) {}
