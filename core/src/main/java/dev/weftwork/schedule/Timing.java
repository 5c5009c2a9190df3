package dev.weftwork.schedule;

import java.time.Duration;

/**
 * How long a key rests before it fires, and how long it may be kept from firing by further changes.
 *
 * @param delay the wait after the last change; zero fires at once
 * @param maxWait the longest wait after the first change; not shorter than the delay
 */
public record Timing(Duration delay, Duration maxWait) {
    /** 300 ms after the last change, and 3 s after the first at the latest. */
    public static final Timing DEFAULT = of(Duration.ofMillis(300));

    private static final int PATIENCE = 10;

    /**
     * Checks that the delay is not negative and the longest wait is not shorter.
     *
     * @param delay the wait after the last change
     * @param maxWait the longest wait after the first change
     */
    public Timing {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("The delay must not be negative: " + delay);
        }
        if (maxWait.compareTo(delay) < 0) {
            throw new IllegalArgumentException(
                    "The longest wait (" + maxWait + ") must not be shorter than the delay (" + delay + ")");
        }
    }

    /**
     * Makes a timing that waits at most ten times the delay.
     *
     * @param delay the wait after the last change
     * @return the timing
     */
    public static Timing of(Duration delay) {
        return new Timing(delay, delay.multipliedBy(PATIENCE));
    }
}
