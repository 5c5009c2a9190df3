package dev.weftwork.spi;

import java.util.Set;

/**
 * What a server says of itself and of whom it takes the caller for.
 *
 * @param server names the server's data for ever, wherever it is reached
 * @param workspace the workspace that all calls go to
 * @param principal who the token says the caller is
 * @param writable whether the caller may push
 * @param maxOps how many operations a push may hold
 * @param maxBytes how large a request may be, unpacked
 * @param features what the server can do beyond push and pull, such as {@code live}, {@code snapshot} or
 *     {@code frames}
 */
public record RemoteHello(
        String server,
        String workspace,
        String principal,
        boolean writable,
        int maxOps,
        long maxBytes,
        Set<String> features) {
    /**
     * The feature of a server that checks with every call whether it came out at the place that {@link
     * RemoteAdapter#expect} named. Where it is missing an engine asks who is there before every sync.
     */
    public static final String CHECKS_PLACE = "place";

    /**
     * Copies the set.
     *
     * @param server names the server's data
     * @param workspace the workspace
     * @param principal who the caller is
     * @param writable whether the caller may push
     * @param maxOps how many operations a push may hold
     * @param maxBytes how large a request may be
     * @param features what the server can do
     */
    public RemoteHello {
        features = Set.copyOf(features);
    }

    /**
     * Where the caller is, and as whom.
     *
     * @return the place
     */
    public RemotePlace place() {
        return new RemotePlace(server, workspace, principal);
    }
}
