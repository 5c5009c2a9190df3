package dev.weftwork.spi;

/**
 * The server's clocks at the moment of an answer. A replica corrects its own by them.
 *
 * @param millis the wall clock, in milliseconds since 1970
 * @param hlc the workspace's hybrid clock: no stamp that the server gave is above it
 */
public record RemoteTime(long millis, long hlc) {}
