package dev.weftwork.graph;

/** Escaping and unescaping of JSON strings. Stateless. */
final class JsonStrings {

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private JsonStrings() {}

    /** The value of a hexadecimal digit, or -1. */
    static int hexDigit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int letter = (c | 0x20) - 'a';
        return letter >= 0 && letter < 6 ? letter + 10 : -1;
    }

    /** Decodes the inside of a string literal, between its quotes, which a scanner has found valid. */
    static String decode(String text, int from, int to) {
        StringBuilder out = new StringBuilder(to - from);
        int at = from;
        while (at < to) {
            char c = text.charAt(at++);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char kind = text.charAt(at++);
            if (kind == 'u') {
                out.append((char) hexFour(text, at));
                at += 4;
            } else {
                out.append(unescaped(kind));
            }
        }
        return out.toString();
    }

    private static int hexFour(String text, int at) {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            code = code << 4 | hexDigit(text.charAt(at + i));
        }
        return code;
    }

    private static char unescaped(char kind) {
        return switch (kind) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> kind;
        };
    }

    /** Appends a value as a string literal that is valid in any encoding of Unicode. */
    static void appendQuoted(StringBuilder out, String value) {
        out.append('"');
        int clean = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= ' ' && c != '"' && c != '\\' && (c < Character.MIN_SURROGATE || !isLoneSurrogate(value, i))) {
                continue;
            }
            out.append(value, clean, i);
            appendEscape(out, c);
            clean = i + 1;
        }
        if (clean == 0) {
            // as a whole it is copied at once, in part char by char
            out.append(value);
        } else {
            out.append(value, clean, value.length());
        }
        out.append('"');
    }

    private static void appendEscape(StringBuilder out, char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> appendUnicodeEscape(out, c);
        }
    }

    private static void appendUnicodeEscape(StringBuilder out, char c) {
        out.append("\\u")
                .append(HEX[c >> 12])
                .append(HEX[c >> 8 & 15])
                .append(HEX[c >> 4 & 15])
                .append(HEX[c & 15]);
    }

    /**
     * Replaces each raw lone surrogate by its escape. In valid JSON such a character stands in a string only, where the
     * escape means the same, while encoding it as UTF-8 would turn it into a question mark.
     */
    static String escapeLoneSurrogates(String json) {
        StringBuilder out = new StringBuilder(json.length() + 16);
        int clean = 0;
        for (int i = 0; i < json.length(); i++) {
            if (isLoneSurrogate(json, i)) {
                out.append(json, clean, i);
                appendUnicodeEscape(out, json.charAt(i));
                clean = i + 1;
            }
        }
        return clean == 0 ? json : out.append(json, clean, json.length()).toString();
    }

    private static boolean isLoneSurrogate(String text, int at) {
        char c = text.charAt(at);
        if (!Character.isSurrogate(c)) {
            return false;
        }
        return Character.isHighSurrogate(c)
                ? at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1))
                : at == 0 || !Character.isHighSurrogate(text.charAt(at - 1));
    }
}
