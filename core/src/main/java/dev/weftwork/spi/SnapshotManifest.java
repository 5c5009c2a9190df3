package dev.weftwork.spi;

import java.util.List;

/**
 * The state of a workspace at one moment, in parts.
 *
 * @param cursor from where to pull what came after
 * @param seq the sequence number at that cursor: the state holds all up to it, and nothing later
 * @param parts its parts; their order does not matter
 */
public record SnapshotManifest(RemoteCursor cursor, long seq, List<SnapshotPart> parts) {
    /**
     * Copies the list.
     *
     * @param cursor from where to pull
     * @param seq the sequence number there
     * @param parts its parts
     */
    public SnapshotManifest {
        parts = List.copyOf(parts);
    }
}
