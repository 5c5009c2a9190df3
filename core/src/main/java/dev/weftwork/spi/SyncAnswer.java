package dev.weftwork.spi;

/**
 * What came of a push and a pull in one.
 *
 * @param push the answers to what was offered
 * @param pull what follows the cursor, what was just pushed included if there is room
 */
public record SyncAnswer(PushAnswer push, PullAnswer pull) {}
