package dev.weftwork.graph;

/**
 * Finds where JSON tokens and values end, and refuses what is not JSON. It holds the text and two flags about what it
 * passed, nothing else; positions come from the caller, so that {@link JsonCursor} stays the only owner of state.
 *
 * <p>Not thread-safe.
 */
final class JsonScanner {

    /** Containers that may be open at one time within one value: enough for people, too few to exhaust a stack. */
    static final int MAX_DEPTH = 64;

    private static final int EXCERPT = 40;

    final String text;

    /** A surrogate stood raw in a string since the flag was last cleared: the slice may hold a lone one. */
    boolean sawSurrogate;

    /** An escape stood in a string since the flag was last cleared: the slice is not the string itself. */
    boolean sawEscape;

    /** Whether a string ends at the next quote, whatever stands before it. */
    private final boolean plain;

    JsonScanner(String text) {
        this(text, false);
    }

    /** For a text that is known to be JSON and to hold neither escapes nor surrogates from here on. */
    JsonScanner(String text, boolean plain) {
        this.text = text;
        this.plain = plain;
    }

    /** The character there, or 0 at the end: a raw 0 is valid nowhere in JSON, so the two need no telling apart. */
    char at(int offset) {
        return offset < text.length() ? text.charAt(offset) : 0;
    }

    /** The first offset from here on that is not white space. */
    int space(int from) {
        int at = from;
        while (isSpace(at(at))) {
            at++;
        }
        return at;
    }

    /** The offset after the value that starts exactly here. Iterative, since the text chooses the depth. */
    int value(int from) {
        int at = from;
        int depth = 0;
        long objects = 0;
        while (true) {
            char first = at(at);
            if (first == '{' || first == '[') {
                boolean object = first == '{';
                requireDepth(depth, at);
                int inside = space(at + 1);
                if (at(inside) != (object ? '}' : ']')) {
                    // The lowest bit tells the innermost container; 64 levels fit one long.
                    objects = (objects << 1) | (object ? 1 : 0);
                    depth++;
                    at = object ? memberValue(inside) : inside;
                    continue;
                }
                at = inside + 1;
            } else {
                at = first == '"' ? string(at) : scalar(first, at);
            }
            char next = 0;
            while (depth > 0) {
                at = space(at);
                next = at(at);
                if (next != ((objects & 1) != 0 ? '}' : ']')) {
                    break;
                }
                at++;
                depth--;
                objects >>>= 1;
            }
            if (depth == 0) {
                return at;
            }
            at = nextValue(next, at, (objects & 1) != 0);
        }
    }

    private int nextValue(char found, int at, boolean object) {
        if (found != ',') {
            throw error(at, object ? "',' or '}'" : "',' or ']'");
        }
        int next = space(at + 1);
        return object ? memberValue(next) : next;
    }

    /** From the quote of a key to the start of its value. */
    int memberValue(int key) {
        if (at(key) != '"') {
            throw error(key, "a key in quotes");
        }
        int colon = space(string(key));
        if (at(colon) != ':') {
            throw error(colon, "':'");
        }
        return space(colon + 1);
    }

    /** The offset after the string whose opening quote is here. */
    int string(int quote) {
        String s = text;
        int length = s.length();
        int at = quote + 1;
        if (plain) {
            int end = s.indexOf('"', at);
            at = end < 0 ? length : end;
        }
        while (at < length) {
            char c = s.charAt(at);
            if (c == '"') {
                return at + 1;
            }
            if (c == '\\') {
                at = escape(at);
                continue;
            }
            if (c < ' ') {
                throw error(at, "no raw control character in a string (write it as an escape)");
            }
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                sawSurrogate = true;
            }
            at++;
        }
        throw error(quote, "a closing quote for the string");
    }

    private int escape(int backslash) {
        sawEscape = true;
        char kind = at(backslash + 1);
        if (kind != 'u') {
            if (kind == 0 || "\"\\/bfnrt".indexOf(kind) < 0) {
                throw error(backslash, "one of the escapes \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX");
            }
            return backslash + 2;
        }
        for (int i = 2; i < 6; i++) {
            if (JsonStrings.hexDigit(at(backslash + i)) < 0) {
                throw error(backslash, "four hexadecimal digits after \\u");
            }
        }
        return backslash + 6;
    }

    private int scalar(char first, int at) {
        if (first == '-' || isDigit(first)) {
            return number(at);
        }
        return switch (first) {
            case 't' -> literal("true", at);
            case 'f' -> literal("false", at);
            case 'n' -> literal("null", at);
            case 'N' -> literal("NaN", at);
            case 'I' -> literal("Infinity", at);
            default -> throw error(at, "a value");
        };
    }

    /** The offset after the literal, which must stand exactly here. */
    int literal(String literal, int at) {
        if (!text.startsWith(literal, at)) {
            throw error(at, "'" + literal + "'");
        }
        return at + literal.length();
    }

    /** The offset after the number that starts exactly here, NaN and the infinities included. */
    int number(int start) {
        char first = at(start);
        if (first == 'N' || first == 'I') {
            return scalar(first, start);
        }
        int at = first == '-' ? start + 1 : start;
        if (at(at) == 'I' && at > start) {
            return literal("Infinity", at);
        }
        if (at(at) == '0' && isDigit(at(at + 1))) {
            throw error(start, "a number without leading zeros");
        }
        at = digits(at, start);
        if (at(at) == '.') {
            at = digits(at + 1, start);
        }
        if ((at(at) | 0x20) == 'e') {
            char sign = at(at + 1);
            at = digits(sign == '+' || sign == '-' ? at + 2 : at + 1, start);
        }
        return at;
    }

    private int digits(int from, int start) {
        int at = from;
        while (isDigit(at(at))) {
            at++;
        }
        if (at == from) {
            throw error(start, "a number");
        }
        return at;
    }

    /** Refuses to open one more container. */
    void requireDepth(int open, int at) {
        if (open == MAX_DEPTH) {
            throw error(at, "at most " + MAX_DEPTH + " nested containers (the limit)");
        }
    }

    /** The one shape of every complaint about a text. */
    IllegalArgumentException error(int offset, String expected) {
        String found = offset >= text.length()
                ? "the end of the text"
                : JsonWriter.quote(text.substring(offset, Math.min(offset + EXCERPT, text.length())));
        return new IllegalArgumentException(
                "Invalid JSON at offset " + offset + ": expected " + expected + " but found " + found);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }
}
