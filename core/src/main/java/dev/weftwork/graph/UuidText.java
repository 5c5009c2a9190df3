package dev.weftwork.graph;

import java.nio.charset.StandardCharsets;

/** UUIDs as two longs and as their 36 characters. Stateless. */
final class UuidText {

    static final int LENGTH = 36;

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);

    private UuidText() {}

    /** The lower-case text of a UUID. */
    static String format(long high, long low) {
        byte[] out = new byte[LENGTH];
        put(out, 0, high >>> 32, 8);
        put(out, 9, high >>> 16, 4);
        put(out, 14, high, 4);
        put(out, 19, low >>> 48, 4);
        put(out, 24, low, 12);
        out[8] = '-';
        out[13] = '-';
        out[18] = '-';
        out[23] = '-';
        return new String(out, StandardCharsets.ISO_8859_1);
    }

    private static void put(byte[] out, int at, long value, int digits) {
        long rest = value;
        for (int i = at + digits - 1; i >= at; i--) {
            out[i] = HEX[(int) (rest & 15)];
            rest >>>= 4;
        }
    }

    /** Whether a text is a UUID of 36 characters, in either case. */
    static boolean isUuid(String text) {
        if (text.length() != LENGTH) {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            char c = text.charAt(i);
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? c != '-' : JsonStrings.hexDigit(c) < 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * The first 64 bits of a UUID.
     *
     * @throws IllegalArgumentException if the text is no UUID
     */
    static long high(String text) {
        require(text);
        return take(text, 0, 8) << 32 | take(text, 9, 4) << 16 | take(text, 14, 4);
    }

    /**
     * The last 64 bits of a UUID.
     *
     * @throws IllegalArgumentException if the text is no UUID
     */
    static long low(String text) {
        require(text);
        return take(text, 19, 4) << 48 | take(text, 24, 12);
    }

    private static void require(String text) {
        if (!isUuid(text)) {
            String excerpt = text.length() <= 40 ? text : text.substring(0, 40);
            throw new IllegalArgumentException("Not a UUID: " + JsonWriter.quote(excerpt)
                    + "; expected 36 characters such as " + "01890a5d-ac96-774b-bcce-b302099a8057");
        }
    }

    private static long take(String text, int at, int digits) {
        long value = 0;
        for (int i = at; i < at + digits; i++) {
            value = value << 4 | JsonStrings.hexDigit(text.charAt(i));
        }
        return value;
    }
}
