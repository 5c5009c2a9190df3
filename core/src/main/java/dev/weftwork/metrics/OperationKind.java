package dev.weftwork.metrics;

/** The kinds of operations that {@link Alerts} can watch. */
public enum OperationKind {
    /** An edit of a graph in memory; one that is refused counts as failed. */
    EDIT,
    /** A durable write of edits to the log. */
    WRITE,
    /** A fold of log entries into rows. */
    FOLD,
    /** A load of a graph from storage. */
    LOAD,
    /** A migration of stored data to a newer schema. */
    MIGRATION,
    /** Putting, opening, checking or deleting a large binary. */
    ASSET,
    /** A whole exchange with the server. */
    SYNC,
    /** A call that pushes edits to the server. */
    PUSH,
    /** A call that only pulls from the server. */
    PULL
}
