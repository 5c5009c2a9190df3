package dev.weftwork.spi;

/**
 * What came of a push and a pull in one.
 *
 * @param push the answers to what was offered
 * @param pull what follows the cursor. What was just pushed need not be among it, since the answers tell of it; the cursor
 *     stands behind it all the same
 */
public record SyncAnswer(PushAnswer push, PullAnswer pull) {}
