package dev.weftwork.store;

/** A listener's place in the store. Safe for use by many threads. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
    /** Takes the listener away; calls that are under way end. Doing it twice does nothing. */
    @Override
    void close();
}
