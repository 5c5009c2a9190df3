package dev.weftwork.store.history;

/** Edits that become one step; to be used in a try statement. Safe for use by many threads. */
@FunctionalInterface
public interface UndoGroup extends AutoCloseable {
    /** Ends the group. Closing twice does nothing. */
    @Override
    void close();
}
