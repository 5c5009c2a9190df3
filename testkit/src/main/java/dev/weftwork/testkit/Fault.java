package dev.weftwork.testkit;

/** What a {@link FaultProxy} does to a request. */
public enum Fault {
    /** Nothing. */
    NONE,
    /** The connection closes before the server heard of it. */
    CUT_REQUEST,
    /** The server does what it was asked, and the answer is lost. */
    LOSE_ANSWER,
    /** The answer ends in the middle. */
    TRUNCATE_ANSWER,
    /** The answer comes late. */
    DELAY,
    /** The answer comes in small pieces. */
    SLOW_ANSWER,
    /** The server gets the request twice. */
    DUPLICATE,
    /** The proxy says 429. */
    TOO_MANY,
    /** The proxy says 503. */
    BUSY,
    /** The proxy says 502, with a page for people. */
    BAD_GATEWAY,
    /** Nothing ever comes back, and the connection stays open. */
    HALF_OPEN
}
