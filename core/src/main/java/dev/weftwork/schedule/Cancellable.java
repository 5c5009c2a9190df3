package dev.weftwork.schedule;

/**
 * Something that can be called off: a timer, a repetition, a subscription.
 *
 * <p>Thread-safe.
 */
@FunctionalInterface
public interface Cancellable {
    /**
     * Calls it off. What has begun already is neither interrupted nor waited for. Calling this again does nothing, and
     * it never throws.
     */
    void cancel();
}
