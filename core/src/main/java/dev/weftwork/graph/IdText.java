package dev.weftwork.graph;

import java.nio.charset.StandardCharsets;

/** The rule that every id's text keeps, so that it survives any storage and any wire. */
final class IdText {
    static final int MAX_BYTES = 512;

    private IdText() {}

    static void check(String what, String value) {
        if (value == null) {
            throw new NullPointerException("A " + what + " needs a text; null was given");
        }
        if (value.isEmpty()) {
            throw new IllegalArgumentException("A " + what + " must not be empty; give it at least one character");
        }
        if (hasLoneSurrogate(value)) {
            throw new IllegalArgumentException("The " + what + " '" + excerpt(value)
                    + "' holds half of a surrogate pair, which no file can store; use valid Unicode text");
        }
        if (tooLong(value)) {
            throw new IllegalArgumentException("The " + what + " '" + excerpt(value) + "' takes "
                    + value.getBytes(StandardCharsets.UTF_8).length + " bytes; at most " + MAX_BYTES + " are allowed");
        }
    }

    private static boolean tooLong(String value) {
        // a char takes at most three bytes, so short texts need no encoding to be cleared
        return value.length() * 3 > MAX_BYTES && value.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES;
    }

    private static boolean hasLoneSurrogate(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < value.length()
                        && Character.isLowSurrogate(value.charAt(i + 1));
                if (!pair) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    private static String excerpt(String value) {
        return value.length() <= 40 ? value : value.substring(0, 40) + "…";
    }
}
