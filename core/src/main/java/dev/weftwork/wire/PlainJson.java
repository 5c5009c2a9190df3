package dev.weftwork.wire;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for what a JSON text may hold and not every language reads alike: keys twice in one object, NaN and the
 * infinities, halves of surrogate pairs, numbers that no double holds. The text must be known to be JSON.
 *
 * <p>Used once, for one text.
 */
final class PlainJson {
    private static final int MAX_DIGITS = 17;
    /** Marks the keys of an array; no key is half of a surrogate pair, since that is a flaw. */
    private static final String ARRAY = "\ud800";

    private final String text;
    private final boolean numbers;
    /** The keys of the containers that are open, innermost last; an array has none. Sets are used again. */
    private final List<Set<String>> keys = new ArrayList<>();

    private int depth;
    private boolean keyDue;
    private int at;
    /** The next backslash from where it was searched for last. */
    private int escape = -1;

    private PlainJson(String text, boolean numbers) {
        this.text = text;
        this.numbers = numbers;
    }

    /**
     * What keeps a message from meaning the same to everybody.
     *
     * @param text a valid JSON text of which nothing nests deeper than a value in a message
     * @return what is wrong, or null
     */
    static @Nullable String flawOfMessage(String text) {
        return new PlainJson(text, false).flaw();
    }

    /** Whether a value can travel as it is: in any language, and in one line. */
    static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ') {
                return false;
            }
        }
        return new PlainJson(text, true).flaw() == null;
    }

    private @Nullable String flaw() {
        String flaw = null;
        while (flaw == null && at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                flaw = string();
            } else if (c == '-' || (c >= '0' && c <= '9')) {
                flaw = number();
            } else if (c == 'N' || c == 'I') {
                flaw = "NaN and the infinities are no JSON";
            } else {
                structure(c);
                at++;
            }
        }
        return flaw;
    }

    private void structure(char c) {
        switch (c) {
            case '{' -> open(true);
            case '[' -> open(false);
            case '}', ']' -> {
                depth--;
                keyDue = false;
            }
            case ',' -> keyDue = inObject();
            case ':' -> keyDue = false;
            default -> {
                // white space, or a letter of a literal
            }
        }
    }

    private void open(boolean object) {
        if (depth == keys.size()) {
            keys.add(new HashSet<>());
        }
        Set<String> inside = keys.get(depth);
        inside.clear();
        if (!object) {
            inside.add(ARRAY);
        }
        depth++;
        keyDue = object;
    }

    private boolean inObject() {
        return depth > 0 && !keys.get(depth - 1).contains(ARRAY);
    }

    private @Nullable String string() {
        int start = at + 1;
        int end = text.indexOf('"', start);
        boolean escaped = escapeFrom(start) < end;
        for (int next = start; escapeFrom(next) < end; ) {
            // what follows a backslash ends no string, be it the quote that was found
            next = escape + 2;
            end = end < next ? text.indexOf('"', next) : end;
        }
        at = end + 1;
        String decoded = escaped ? Escapes.decode(text, start, end) : null;
        if (decoded != null && Escapes.hasLoneSurrogate(decoded)) {
            return "A string holds half of a surrogate pair";
        }
        if (!keyDue) {
            return null;
        }
        String key = decoded == null ? text.substring(start, end) : decoded;
        return keys.get(depth - 1).add(key) ? null : "The key '" + key + "' stands twice in one object";
    }

    /** Where the next backslash stands; searched for when the last is behind, so that most texts are searched once. */
    private int escapeFrom(int from) {
        if (escape < from) {
            int next = text.indexOf('\\', from);
            escape = next < 0 ? Integer.MAX_VALUE : next;
        }
        return escape;
    }

    private @Nullable String number() {
        int start = at;
        int digits = 0;
        boolean whole = true;
        boolean scaled = false;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c >= '0' && c <= '9') {
                digits++;
            } else if (c == 'I') {
                return "NaN and the infinities are no JSON";
            } else if (c == '.') {
                whole = false;
            } else if (c == 'e' || c == 'E') {
                scaled = true;
            } else if (c != '-' && c != '+') {
                break;
            }
        }
        return numbers && !survives(text.substring(start, at), digits, whole, scaled) ? "A number is no double" : null;
    }

    /** Whether a double holds the number, and so every reader gets the same one. */
    private static boolean survives(String number, int digits, boolean whole, boolean scaled) {
        if (digits > MAX_DIGITS) {
            return false;
        }
        if (!whole && !scaled) {
            // so few digits around a point are neither too great nor too small
            return true;
        }
        if (!scaled) {
            long value = Long.parseLong(number);
            return Math.abs(value) <= Limits.MAX_NUMBER && !number.equals("-0");
        }
        double value = Double.parseDouble(number);
        return !Double.isInfinite(value) && (value != 0 || number.matches("-?0(\\.0+)?([eE].*)?"));
    }
}
