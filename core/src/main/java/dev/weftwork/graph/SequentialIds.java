package dev.weftwork.graph;

import java.util.function.LongSupplier;

/**
 * Version 7 UUIDs with the counter of RFC 9562, section 6.2, method 1: 48 bits of time, 26 of counter, 48 random. A new
 * millisecond seeds the counter at random in its lower half, so 33 million ids fit each; beyond that, or while the
 * clock stands behind, the time in the ids runs ahead of the clock.
 *
 * <p>Thread-safe: one lock around a few steps.
 */
final class SequentialIds implements Ids {

    private static final int COUNTER_BITS = 26;
    private static final int LOW_COUNTER_BITS = 14;
    private static final int RANDOM_BITS = 48;
    private static final long MAX_MILLIS = (1L << 48) - 1;

    private final LongSupplier wallMillis;
    private final LongSupplier random;
    private final LongSupplier tails;
    private long millis = -1;
    private long counter;

    /**
     * Starts a sequence.
     *
     * @param wallMillis the clock
     * @param random 64 random bits at each call; called under this object's lock only
     */
    SequentialIds(LongSupplier wallMillis, LongSupplier random) {
        this(wallMillis, random, random);
    }

    /**
     * Starts a sequence whose random parts come from elsewhere.
     *
     * @param tails the random part of each id, in the upper bits; it may be the same for many, which the counter tells apart
     */
    SequentialIds(LongSupplier wallMillis, LongSupplier random, LongSupplier tails) {
        this.wallMillis = wallMillis;
        this.random = random;
        this.tails = tails;
    }

    @Override
    public synchronized String next() {
        long now = Math.min(Math.max(wallMillis.getAsLong(), 0), MAX_MILLIS);
        long bits = tails.getAsLong();
        if (now > millis) {
            restart(now);
        } else if (++counter >>> COUNTER_BITS != 0) {
            restart(millis + 1);
        }
        long high = millis << 16 | 0x7000 | counter >>> LOW_COUNTER_BITS;
        long low = counter & (1L << LOW_COUNTER_BITS) - 1;
        return UuidText.format(high, 1L << 63 | low << RANDOM_BITS | bits >>> (64 - RANDOM_BITS));
    }

    private void restart(long at) {
        millis = at;
        counter = random.getAsLong() >>> (65 - COUNTER_BITS);
    }

    /** Steele, Lea and Flood's generator, spelled out so that seeded ids outlive changes of the JDK's own. */
    static final class SplitMix implements LongSupplier {

        private long state;

        SplitMix(long seed) {
            this.state = seed;
        }

        @Override
        public long getAsLong() {
            state += 0x9e3779b97f4a7c15L;
            long mixed = (state ^ state >>> 30) * 0xbf58476d1ce4e5b9L;
            mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
            return mixed ^ mixed >>> 31;
        }
    }
}
