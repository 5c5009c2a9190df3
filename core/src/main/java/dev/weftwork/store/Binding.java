package dev.weftwork.store;

import java.util.Objects;

/**
 * The one place that a store syncs with. A store binds to it for good when it is first attached.
 *
 * @param server the server's address
 * @param workspace the workspace on it
 * @param principal on whose behalf
 */
public record Binding(String server, String workspace, String principal) {
    /**
     * Checks that all three are named.
     *
     * @param server the server
     * @param workspace the workspace there
     * @param principal who syncs
     */
    public Binding {
        Objects.requireNonNull(server, "A binding needs a server");
        Objects.requireNonNull(workspace, "A binding needs a workspace");
        Objects.requireNonNull(principal, "A binding needs a principal");
    }
}
