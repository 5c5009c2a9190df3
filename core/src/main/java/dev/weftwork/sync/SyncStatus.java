package dev.weftwork.sync;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How syncing stands. Immutable.
 *
 * @param enabled whether the engine runs
 * @param phase what it does, or how the last sync ended
 * @param connected whether the server answered when it was last asked
 * @param live whether it is told at once what others do
 * @param lastSyncMillis when store and server were last alike, in milliseconds since 1970
 * @param pending how many durable edits the server has not spoken of
 * @param nextSyncIn when the next sync is due, if one is
 * @param error why the last sync failed, if it did
 * @param assets what is to go somewhere of large binaries
 */
public record SyncStatus(
        boolean enabled,
        Phase phase,
        boolean connected,
        boolean live,
        OptionalLong lastSyncMillis,
        int pending,
        Optional<Duration> nextSyncIn,
        Optional<String> error,
        AssetTraffic assets) {
    /** What an engine does, or how its last sync ended. */
    public enum Phase {
        /** It has not synced yet. */
        IDLE,
        /** It syncs now. */
        SYNCING,
        /** The last sync went well. */
        SUCCESS,
        /** The last sync failed. */
        ERROR
    }
}
