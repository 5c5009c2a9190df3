package dev.weftwork.spi;

/**
 * One part of a snapshot.
 *
 * @param id names it; only the adapter reads it
 * @param bytes how large it is to fetch, zero if not known
 * @param entities how many entities are in it
 */
public record SnapshotPart(String id, long bytes, long entities) {}
