package dev.weftwork.wire;

import dev.weftwork.graph.Json;

/** The inside of string literals that are known to be valid. */
final class Escapes {
    private Escapes() {}

    static String decode(String text, int from, int to) {
        return Json.parse(text.substring(from - 1, to + 1)).asString();
    }

    static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }
}
