package dev.weftwork.graph;

import java.math.BigDecimal;

/** Reads number literals that a scanner has found valid, fast where that is exact. Stateless. */
final class JsonNumbers {

    /** Reading a decimal costs the square of its length, so a hostile text could otherwise buy minutes of work. */
    static final int MAX_DECIMAL_LENGTH = 10_000;

    private static final int SAFE_LONG_LENGTH = 18;

    private static final double MAX_WHOLE = 1L << 53;

    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17
    };

    private JsonNumbers() {}

    /**
     * The exact whole value of a literal.
     *
     * @throws ArithmeticException if the value is no number, not whole, or beyond a long
     */
    static long toLong(String text, int from, int to) {
        boolean negative = text.charAt(from) == '-';
        long value = 0;
        boolean plain = to - from <= SAFE_LONG_LENGTH;
        for (int i = negative ? from + 1 : from; plain && i < to; i++) {
            int digit = text.charAt(i) - '0';
            plain = digit >= 0 && digit <= 9;
            value = value * 10 + digit;
        }
        if (plain) {
            return negative ? -value : value;
        }
        return toBigDecimal(text.substring(from, to)).longValueExact();
    }

    /** The nearest double: the same as {@link Double#parseDouble}, without its cost for short literals. */
    static double toDouble(String text, int from, int to) {
        boolean negative = text.charAt(from) == '-';
        int at = negative ? from + 1 : from;
        int point = -1;
        long digits = 0;
        boolean plain = to - at <= SAFE_LONG_LENGTH;
        for (; plain && at < to; at++) {
            char c = text.charAt(at);
            if (c == '.') {
                point = at;
            } else {
                plain = c >= '0' && c <= '9';
                digits = digits * 10 + (c - '0');
            }
        }
        if (!plain || digits > MAX_WHOLE) {
            return Double.parseDouble(text.substring(from, to));
        }
        // Both operands are exact, so one division rounds once: the result is the nearest double.
        double value = point < 0 ? digits : digits / POWERS[to - point - 1];
        return negative ? -value : value;
    }

    /**
     * The exact value of a literal, its scale included.
     *
     * @throws ArithmeticException if the value is no number, or out of the range of a decimal
     */
    static BigDecimal toBigDecimal(String literal) {
        if (literal.length() > MAX_DECIMAL_LENGTH) {
            throw new ArithmeticException("longer than " + MAX_DECIMAL_LENGTH + " characters");
        }
        try {
            return new BigDecimal(literal);
        } catch (NumberFormatException e) {
            ArithmeticException refusal = new ArithmeticException("not a decimal number in range");
            refusal.initCause(e);
            throw refusal;
        }
    }

    /** A finite double as a literal; whole ones in the shape that JavaScript writes. */
    static String format(double value) {
        requireFinite(value);
        boolean whole = value == Math.rint(value) && Math.abs(value) <= MAX_WHOLE;
        boolean negativeZero = value == 0 && 1 / value < 0;
        return whole && !negativeZero ? Long.toString((long) value) : Double.toString(value);
    }

    /** A finite float as its own shortest literal: widened to a double, 0.1f would read 0.10000000149011612. */
    static String format(float value) {
        requireFinite(value);
        return value == Math.rint(value) ? format((double) value) : Float.toString(value);
    }

    private static void requireFinite(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("JSON has no number " + value + "; use Json.parse(\"" + value
                    + "\") if it is really meant: Weftwork keeps it, other readers may refuse it");
        }
    }
}
