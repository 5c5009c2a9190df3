package dev.weftwork.graph;

import java.util.function.LongSupplier;

/**
 * A source of fresh ids: UUIDs of version 7 (RFC 9562) as 36 lower-case characters, unique across devices and, from one
 * source, strictly increasing as text, at any rate and whatever the clock does.
 *
 * <p>Safe for use by many threads.
 */
@FunctionalInterface
public interface Ids {

    /**
     * A fresh id, greater than all that this source gave before.
     *
     * @return the id
     */
    String next();

    /**
     * The source of this process, from its clock and secure random numbers.
     *
     * @return the one source, always the same
     */
    static Ids system() {
        return SystemIds.INSTANCE;
    }

    /**
     * A source that repeats: the same seed and the same times give the same ids. For tests and simulations only.
     *
     * @param seed what the ids depend on beside the time
     * @param wallMillis the time in milliseconds since 1970
     * @return a new source
     */
    static Ids seeded(long seed, LongSupplier wallMillis) {
        return new SequentialIds(wallMillis, new SequentialIds.SplitMix(seed));
    }
}
