package dev.weftwork.spi;

/**
 * One part of a snapshot.
 *
 * @param id names what is in it: parts of one id hold the same, whichever snapshot they are of. Only the adapter reads it
 * @param bytes how large it is to fetch, zero if not known
 * @param entities how many entities are in it
 */
public record SnapshotPart(String id, long bytes, long entities) {}
