package dev.weftwork.store;

import dev.weftwork.change.DeviceId;
import dev.weftwork.spi.RemoteCursor;

/**
 * How far a replica has come with its server.
 *
 * @param device the replica; it changes when its identity turns out to be shared
 * @param cursor where the next pull goes on
 * @param seq the sequence number up to which it has seen everything
 * @param pending how many durable edits the server has not spoken of, but for those that stay on this device
 * @param lost whether the server may have lost what it once admitted
 */
public record ReplicaState(DeviceId device, RemoteCursor cursor, long seq, int pending, boolean lost) {}
