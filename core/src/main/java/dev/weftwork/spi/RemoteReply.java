package dev.weftwork.spi;

import java.util.function.Function;

/**
 * What a remote said.
 *
 * @param <T> what was asked for
 */
public sealed interface RemoteReply<T> {
    /**
     * What was asked for.
     *
     * @param value the answer
     * @param time the server's clocks when it answered
     * @param <T> what was asked for
     */
    record Ok<T>(T value, RemoteTime time) implements RemoteReply<T> {}

    /**
     * It was not to be had.
     *
     * @param failure why, and what to do
     * @param <T> what was asked for
     */
    record Failed<T>(RemoteFailure failure) implements RemoteReply<T> {}

    /**
     * The same reply about something else.
     *
     * @param change makes the one value of the other
     * @param <R> what the reply is about then
     * @return the reply; a failure stays what it is
     */
    default <R> RemoteReply<R> map(Function<? super T, ? extends R> change) {
        if (this instanceof Ok<T> ok) {
            return new Ok<>(change.apply(ok.value), ok.time);
        }
        return new Failed<>(((Failed<T>) this).failure);
    }
}
