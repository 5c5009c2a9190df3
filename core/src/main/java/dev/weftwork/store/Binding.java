package dev.weftwork.store;

/**
 * The one place that a store syncs with. A store binds to it for good when it is first attached.
 *
 * @param server the server's address
 * @param workspace the workspace on it
 * @param principal on whose behalf
 */
public record Binding(String server, String workspace, String principal) {}
