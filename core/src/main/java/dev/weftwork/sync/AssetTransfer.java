package dev.weftwork.sync;

import dev.weftwork.graph.AssetHash;
import java.util.Objects;

/**
 * An asset on its way. Immutable.
 *
 * @param hash which
 * @param way where to
 * @param bytes how many bytes are over; may go back when a transfer was cut off
 * @param size how many there are, or zero if nobody has said so
 */
public record AssetTransfer(AssetHash hash, Way way, long bytes, long size) {
    /** Where an asset goes. */
    public enum Way {
        /** To the server. */
        UP,
        /** Here. */
        DOWN
    }

    /**
     * Checks that nothing is missing.
     *
     * @param hash which
     * @param way where to
     * @param bytes how many bytes are over
     * @param size how many there are
     */
    public AssetTransfer {
        Objects.requireNonNull(hash, "A hash is needed; it names the asset");
        Objects.requireNonNull(way, "A way is needed; it is UP or DOWN");
    }
}
