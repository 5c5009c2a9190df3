package dev.weftwork.schedule;

import java.time.Duration;

/** Durations as nanoseconds that can be added to a clock reading without overflow. */
final class Nanos {
    /** Some 73 years, which stands for every longer time. */
    static final long FOREVER = Long.MAX_VALUE >> 2;

    private static final Duration LONGEST = Duration.ofNanos(FOREVER);

    private Nanos() {}

    static long of(Duration duration) {
        if (duration.isNegative()) {
            return 0;
        }
        return duration.compareTo(LONGEST) < 0 ? duration.toNanos() : FOREVER;
    }
}
