package dev.weftwork.spi;

import dev.weftwork.spi.RemoteFailure.Kind;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where operations go, and on whose behalf. What belongs to one place must never be told at another.
 *
 * @param server names the server's data for ever, wherever it is reached
 * @param workspace the workspace there
 * @param principal who the server takes the caller for
 */
public record RemotePlace(String server, String workspace, String principal) {
    /** The code of a refusal because another server answers. */
    public static final String OTHER_SERVER = "other-server";

    /** The code of a refusal because the token is of another workspace. */
    public static final String OTHER_WORKSPACE = "other-workspace";

    /** The code of a refusal because the token is somebody else's. */
    public static final String OTHER_PRINCIPAL = "other-principal";

    /**
     * Checks that all three are named.
     *
     * @param server the server
     * @param workspace the workspace there
     * @param principal who calls
     */
    public RemotePlace {
        Objects.requireNonNull(server, "A place needs a server");
        Objects.requireNonNull(workspace, "A place needs a workspace");
        Objects.requireNonNull(principal, "A place needs a principal");
    }

    /**
     * Says why a call that is meant for this place must not be answered at another.
     *
     * @param found where the call came out
     * @return the refusal, or null if that is this place
     */
    public @Nullable RemoteFailure refusal(RemotePlace found) {
        Objects.requireNonNull(found, "A place is needed; it is where the call came out");
        if (!server.equals(found.server)) {
            return refusal(OTHER_SERVER, "server", server, found.server);
        }
        if (!principal.equals(found.principal)) {
            return refusal(OTHER_PRINCIPAL, "principal", principal, found.principal);
        }
        return workspace.equals(found.workspace)
                ? null
                : refusal(OTHER_WORKSPACE, "workspace", workspace, found.workspace);
    }

    private static RemoteFailure refusal(String code, String part, String bound, String found) {
        String message =
                "This is meant for " + part + " '" + bound + "', but the answer is that of " + part + " '" + found
                        + "'; nothing was exchanged. It goes on by itself when '" + bound
                        + "' is back; for '" + found + "' open another store";
        return new RemoteFailure(Kind.OTHER_PLACE, code, message);
    }
}
