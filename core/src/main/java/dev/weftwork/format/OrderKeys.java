package dev.weftwork.format;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keys that order things by {@link String#compareTo}, with room for another key between any two. A key is a fraction
 * between 0 and 1 in base 62, without the leading point and without trailing zeros. Stateless.
 */
public final class OrderKeys {
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static final int BASE = DIGITS.length();

    private OrderKeys() {}

    /**
     * Keys for a list, evenly spaced, all of the shortest length that leaves room between them.
     *
     * @param count how many
     * @return the keys in ascending order
     * @throws IllegalArgumentException if the count is negative
     */
    public static List<String> spaced(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("Cannot make " + count + " order keys; ask for none or more");
        }
        int length = 1;
        long span = BASE;
        while (span < 2L * (count + 1)) {
            span *= BASE;
            length++;
        }
        List<String> keys = new ArrayList<>(count);
        for (int i = 1; i <= count; i++) {
            keys.add(key(i * span / (count + 1), length));
        }
        return keys;
    }

    private static String key(long fraction, int length) {
        char[] digits = new char[length];
        long rest = fraction;
        for (int i = length - 1; i >= 0; i--) {
            digits[i] = DIGITS.charAt((int) (rest % BASE));
            rest /= BASE;
        }
        int end = length;
        while (digits[end - 1] == '0') {
            end--;
        }
        return new String(digits, 0, end);
    }

    /**
     * A key between two others.
     *
     * @param before the key that it shall follow, or null for none
     * @param after the key that it shall precede, or null for none
     * @return a key that is greater than the one and less than the other
     * @throws IllegalArgumentException if one is no key, or they are not in ascending order
     */
    public static String between(@Nullable String before, @Nullable String after) {
        String low = before == null ? "" : checked(before);
        String high = after == null ? null : checked(after);
        if (high != null && low.compareTo(high) >= 0) {
            throw new IllegalArgumentException(
                    "No order key lies between '" + low + "' and '" + high + "'; they must ascend");
        }
        StringBuilder key = new StringBuilder();
        boolean bounded = high != null;
        for (int i = 0; ; i++) {
            int from = i < low.length() ? digit(low, i) : 0;
            int to = bounded && high != null ? digit(high, i) : BASE;
            if (to - from > 1) {
                return key.append(DIGITS.charAt((from + to) / 2)).toString();
            }
            // no digit fits here: follow the lower key, below which the upper one no longer binds
            key.append(DIGITS.charAt(from));
            bounded = bounded && from == to;
        }
    }

    private static int digit(String key, int index) {
        return index < key.length() ? DIGITS.indexOf(key.charAt(index)) : 0;
    }

    private static String checked(String key) {
        boolean valid = !key.isEmpty() && key.charAt(key.length() - 1) != '0';
        for (int i = 0; valid && i < key.length(); i++) {
            valid = DIGITS.indexOf(key.charAt(i)) >= 0;
        }
        if (!valid) {
            throw new IllegalArgumentException(
                    "Not an order key: '" + key + "'; expected letters and digits, the last one not 0");
        }
        return key;
    }
}
