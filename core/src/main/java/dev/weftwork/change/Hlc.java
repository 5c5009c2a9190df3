package dev.weftwork.change;

import org.jspecify.annotations.Nullable;

/**
 * The hybrid logical clock: a long that holds milliseconds in its upper 48 bits and a counter in its lower 16. When the
 * counter overflows it carries into the milliseconds, so the clock runs ahead instead of stopping. Pure functions.
 */
public final class Hlc {
    private static final int COUNTER_BITS = 16;
    /** In the year 4199. A wall clock beyond it is broken, and to follow it would use up what is left to count. */
    private static final long LATEST_MILLIS = 1L << 46;

    private Hlc() {}

    /**
     * The clock of a moment, with a counter of zero.
     *
     * @param millis milliseconds since 1970
     * @return the clock
     */
    public static long at(long millis) {
        return millis << COUNTER_BITS;
    }

    /**
     * The milliseconds of a clock.
     *
     * @param hlc the clock
     * @return milliseconds since 1970
     */
    public static long millis(long hlc) {
        return hlc >> COUNTER_BITS;
    }

    /**
     * Reads a clock as it travels: decimal digits, behind a minus at most.
     *
     * @param text the text
     * @return the clock
     * @throws IllegalArgumentException if the text is none
     */
    public static long read(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // other scripts have digits, too, and a plus would be taken as well
            if ((c < '0' || c > '9') && (c != '-' || i > 0)) {
                throw noClock(text, null);
            }
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw noClock(text, e);
        }
    }

    private static IllegalArgumentException noClock(String text, @Nullable NumberFormatException why) {
        return new IllegalArgumentException("'" + text + "' is no clock; expected a whole number as a string", why);
    }

    /**
     * The next value: never less than the wall clock, always more than the last. Time that stands still or runs
     * backwards does no harm, and neither does a wall clock that shows no sensible year.
     *
     * @param last the clock's last value
     * @param wallMillis what the wall clock says, corrected by what is known of its error
     * @return a greater value
     */
    public static long next(long last, long wallMillis) {
        return Math.max(last + 1, at(Math.min(Math.max(wallMillis, 0), LATEST_MILLIS)));
    }
}
