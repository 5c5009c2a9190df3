package dev.weftwork.sync;

/** Why a sync began. */
public enum SyncTrigger {
    /** The engine was started. */
    START,
    /** Edits had rested for a while. */
    DEBOUNCED,
    /** It was time. */
    PERIODIC,
    /** An edit was made, and each is to be sent at once. */
    CHANGE,
    /** Many edits were waiting. */
    QUEUE_LIMIT,
    /** Something is about to end, such as the process. */
    CRITICAL,
    /** The network came back, or there is a new token. */
    RECONNECTED,
    /** Another workflow is active, or others are selected. */
    SELECTED,
    /** A failed sync, or operations that the server put off, are tried again. */
    RETRY,
    /** The server has something new. */
    LIVE,
    /** The host asked for it. */
    MANUAL
}
