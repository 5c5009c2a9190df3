package dev.weftwork.server;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who a token says the caller is. Nothing else does: names in paths and bodies give no rights.
 *
 * @param id names the person or the service for ever
 * @param home the workspace that {@code ~} stands for
 * @param roles what the principal may do, by workspace
 * @param until from when on the token that told of the principal is worth nothing; {@link Instant#MAX} if that is not known
 */
public record Principal(String id, String home, Map<String, Role> roles, Instant until) {
    /**
     * Copies the map.
     *
     * @param id names the principal
     * @param home the workspace that {@code ~} stands for
     * @param roles what the principal may do
     * @param until when the token ends
     */
    public Principal {
        roles = Map.copyOf(roles);
    }

    /**
     * A principal by a token of which nobody knows when it ends.
     *
     * @param id names the principal
     * @param home the workspace that {@code ~} stands for
     * @param roles what the principal may do
     */
    public Principal(String id, String home, Map<String, Role> roles) {
        this(id, home, roles, Instant.MAX);
    }

    /**
     * A principal of one workspace.
     *
     * @param id names the principal
     * @param workspace the workspace
     * @param role the role there
     * @return the principal
     */
    public static Principal of(String id, String workspace, Role role) {
        return new Principal(id, workspace, Map.of(workspace, role));
    }

    /**
     * What the principal may do in a workspace.
     *
     * @param workspace the workspace
     * @return the role, or null if the principal is no member
     */
    public @Nullable Role role(String workspace) {
        return roles.get(workspace);
    }
}
