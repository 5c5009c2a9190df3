package dev.weftwork.format;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Numbers as plain decimals, the same on every Java: {@link Double#toString} changed with release 19. Stateless. */
final class Numerals {
    private static final double EXACT = 1L << 53;

    private static final int MAX_DECIMALS = 17;

    private Numerals() {}

    /** The one literal of a number; exact, but not for all numbers the shortest. */
    static String text(double value) {
        String plain = plain(value);
        return plain == null ? Double.toString(value) : plain;
    }

    /** The plain decimal that means this number, or null if it has none of reasonable length. */
    static @Nullable String plain(double value) {
        if (value == 0) {
            return 1 / value < 0 ? null : "0";
        }
        double power = 1;
        for (int decimals = 0; decimals <= MAX_DECIMALS; decimals++, power *= 10) {
            double scaled = Math.rint(value * power);
            if (Math.abs(scaled) >= EXACT) {
                return null;
            }
            // both are exact, so the quotient is the double that a reader of the decimal gets
            if (scaled / power == value) {
                return BigDecimal.valueOf((long) scaled, decimals).toPlainString();
            }
        }
        return null;
    }
}
