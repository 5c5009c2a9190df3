package dev.weftwork.graph;

import java.util.Objects;

/**
 * Reads a JSON text piece by piece, validating what it passes and copying only what is asked for.
 *
 * <p>It accepts RFC 8259 and, as numbers, the literals {@code NaN}, {@code Infinity} and {@code -Infinity}, which real
 * files hold. At most 64 containers may be begun at one time, and each value read or skipped as a whole may itself nest
 * 64 deep, so a format that wraps a host's values never makes one of them unreadable.
 *
 * <p>A text that is not JSON, or not of the kind asked for, is refused with an {@link IllegalArgumentException} that
 * names the offset, what was found and what was expected; calls out of order are an {@link IllegalStateException}.
 *
 * <p>Not thread-safe.
 */
public final class JsonCursor {

    private final JsonScanner scanner;
    private int at;
    private int depth;
    private long objects;
    private boolean fresh;
    private boolean valueDue = true;
    private int keyStart = -1;
    private int keyEnd;
    private boolean keyEscaped;

    /**
     * Starts before the first value of a text.
     *
     * @param text the JSON text
     */
    public JsonCursor(String text) {
        this(text, 0);
    }

    /**
     * Starts before a value within a text.
     *
     * @param text a text that holds JSON
     * @param from where the value begins, in characters
     */
    public JsonCursor(String text, int from) {
        this(new JsonScanner(Objects.requireNonNull(text, "text")), from);
    }

    private JsonCursor(JsonScanner scanner, int from) {
        this.scanner = scanner;
        this.at = from;
    }

    /**
     * Starts before a value that is known to be valid and to hold no escapes and no surrogates, which a checksum beside
     * it may tell: strings are then passed without a look at their characters.
     *
     * @param text a text that holds JSON
     * @param from where the value begins, in characters
     * @return the cursor
     */
    public static JsonCursor ofPlain(String text, int from) {
        return new JsonCursor(new JsonScanner(text, true), from);
    }

    /**
     * Enters the object that comes next.
     *
     * @throws IllegalArgumentException if no object comes next, or 64 containers are open
     */
    public void beginObject() {
        begin('{', "'{'");
        objects |= 1L << (depth - 1);
    }

    /**
     * Enters the array that comes next.
     *
     * @throws IllegalArgumentException if no array comes next, or 64 containers are open
     */
    public void beginArray() {
        begin('[', "'['");
        objects &= ~(1L << (depth - 1));
    }

    private void begin(char bracket, String expected) {
        int start = valueStart();
        if (scanner.at(start) != bracket) {
            throw scanner.error(start, expected);
        }
        scanner.requireDepth(depth, start);
        depth++;
        fresh = true;
        consumed(start + 1);
    }

    /**
     * Moves to the next member of the current object, whose {@link #key()} and value are then due, or leaves the object
     * after its last member.
     *
     * @return whether there is a further member
     * @throws IllegalArgumentException if the text is not valid here
     */
    public boolean nextMember() {
        int next = next(true);
        if (next < 0) {
            return false;
        }
        scanner.sawEscape = false;
        at = scanner.memberValue(next);
        keyStart = next + 1;
        keyEnd = -1;
        keyEscaped = scanner.sawEscape;
        valueDue = true;
        return true;
    }

    /**
     * Moves to the next element of the current array, which is then due, or leaves the array after its last element.
     *
     * @return whether there is a further element
     * @throws IllegalArgumentException if the text is not valid here
     */
    public boolean nextElement() {
        int next = next(false);
        if (next < 0) {
            return false;
        }
        at = next;
        valueDue = true;
        return true;
    }

    /** The start of the next member or element, or -1 after leaving the container. */
    private int next(boolean object) {
        if (depth == 0 || valueDue || (objects >>> (depth - 1) & 1) != (object ? 1 : 0)) {
            throw misuse(object ? "nextMember" : "nextElement");
        }
        int next = scanner.space(at);
        char found = scanner.at(next);
        if (found == (object ? '}' : ']')) {
            depth--;
            fresh = false;
            at = next + 1;
            keyStart = -1;
            return -1;
        }
        if (fresh) {
            fresh = false;
            return next;
        }
        if (found != ',') {
            throw scanner.error(next, object ? "',' or '}'" : "',' or ']'");
        }
        return scanner.space(next + 1);
    }

    /**
     * The decoded key of the current member, until the next container is left or the next member reached.
     *
     * @return the key
     */
    public String key() {
        requireKey();
        return keyEscaped
                ? JsonStrings.decode(scanner.text, keyStart, keyEnd())
                : scanner.text.substring(keyStart, keyEnd());
    }

    /**
     * The decoded key of the current member, where the caller has a guess: objects in a row often have the same keys,
     * and then no new text has to be made.
     *
     * @param likely the guess
     * @return the guess itself if it is right, else the key
     */
    public String key(String likely) {
        return keyIs(likely) ? likely : key();
    }

    /** Whether the current key is this one, without making a String of it where that can be avoided. */
    boolean keyIs(String expected) {
        requireKey();
        if (keyEscaped) {
            return key().equals(expected);
        }
        int end = keyStart + expected.length();
        return scanner.at(end) == '"' && scanner.text.startsWith(expected, keyStart);
    }

    /** The offset of the current key's opening quote. */
    int keyOffset() {
        requireKey();
        return keyStart - 1;
    }

    private int keyEnd() {
        if (keyEnd < 0) {
            keyEnd = keyEscaped ? scanner.string(keyStart - 1) - 1 : scanner.text.indexOf('"', keyStart);
        }
        return keyEnd;
    }

    private void requireKey() {
        if (keyStart < 0) {
            throw misuse("key");
        }
    }

    /**
     * The whole next value, as exactly the characters that it has in the text (but for raw lone surrogates, see
     * {@link Json}).
     *
     * @return the value
     * @throws IllegalArgumentException if no valid value comes next
     */
    public Json value() {
        scanner.sawSurrogate = false;
        int start = valueStart();
        int end = scanner.value(start);
        consumed(end);
        String slice = scanner.text.substring(start, end);
        return Json.trusted(scanner.sawSurrogate ? JsonStrings.escapeLoneSurrogates(slice) : slice);
    }

    /**
     * Passes the whole next value, validating it.
     *
     * @throws IllegalArgumentException if no valid value comes next
     */
    public void skip() {
        consumed(scanner.value(valueStart()));
    }

    /**
     * The next value, a string, decoded.
     *
     * @return the string
     * @throws IllegalArgumentException if no valid string comes next
     */
    public String string() {
        int start = valueStart();
        if (scanner.at(start) != '"') {
            throw scanner.error(start, "a string");
        }
        scanner.sawEscape = false;
        int end = scanner.string(start);
        consumed(end);
        return scanner.sawEscape
                ? JsonStrings.decode(scanner.text, start + 1, end - 1)
                : scanner.text.substring(start + 1, end - 1);
    }

    /**
     * The next value, a string, decoded, where the caller has a guess: values in a row are often the same, and then no
     * new text has to be made.
     *
     * @param likely the guess
     * @return the guess itself if it is right, else the string
     * @throws IllegalArgumentException if no valid string comes next
     */
    public String string(String likely) {
        int start = valueStart();
        int end = start + 1 + likely.length();
        boolean same = scanner.at(start) == '"'
                && scanner.at(end) == '"'
                && !likely.isEmpty()
                && scanner.text.startsWith(likely, start + 1)
                && likely.indexOf('\\') < 0;
        if (!same) {
            return string();
        }
        consumed(end + 1);
        return likely;
    }

    /**
     * The next value, a number whose value is whole and fits a long, whatever its spelling.
     *
     * @return the number
     * @throws IllegalArgumentException if no such number comes next
     */
    public long integer() {
        int start = numberStart();
        int end = scanner.number(start);
        try {
            long value = JsonNumbers.toLong(scanner.text, start, end);
            consumed(end);
            return value;
        } catch (ArithmeticException e) {
            IllegalArgumentException refusal = scanner.error(start, "a whole number in the range of a long");
            refusal.initCause(e);
            throw refusal;
        }
    }

    /**
     * The next value, a number, as the nearest double; NaN and the infinities included.
     *
     * @return the number
     * @throws IllegalArgumentException if no valid number comes next
     */
    public double number() {
        int start = numberStart();
        int end = scanner.number(start);
        consumed(end);
        return JsonNumbers.toDouble(scanner.text, start, end);
    }

    /**
     * The next value, {@code true} or {@code false}.
     *
     * @return the value
     * @throws IllegalArgumentException if neither comes next
     */
    public boolean bool() {
        int start = valueStart();
        boolean value = scanner.at(start) == 't';
        if (!value && scanner.at(start) != 'f') {
            throw scanner.error(start, "true or false");
        }
        consumed(scanner.literal(value ? "true" : "false", start));
        return value;
    }

    /**
     * Whether the next value is {@code null}; nothing is consumed.
     *
     * @return whether a null comes next
     * @throws IllegalArgumentException if no value can come next
     */
    public boolean isNull() {
        return peek() == Json.Kind.NULL;
    }

    /**
     * The kind of the next value, judged by its first character; nothing is consumed.
     *
     * @return the kind
     * @throws IllegalArgumentException if no value can start there
     */
    public Json.Kind peek() {
        int start = valueStart();
        Json.Kind kind = Json.Kind.of(scanner.at(start));
        if (kind == null) {
            throw scanner.error(start, "a value");
        }
        return kind;
    }

    /**
     * Asserts that the text is read completely: only white space follows.
     *
     * @throws IllegalArgumentException if anything else follows
     */
    public void end() {
        if (depth > 0 || valueDue) {
            throw misuse("end");
        }
        at = scanner.space(at);
        if (at < scanner.text.length()) {
            throw scanner.error(at, "the end of the text");
        }
    }

    /**
     * How far the text is read.
     *
     * @return the offset in characters
     */
    public int offset() {
        return at;
    }

    private int numberStart() {
        int start = valueStart();
        if (Json.Kind.of(scanner.at(start)) != Json.Kind.NUMBER) {
            throw scanner.error(start, "a number");
        }
        return start;
    }

    private int valueStart() {
        if (!valueDue) {
            throw misuse("a value");
        }
        at = scanner.space(at);
        return at;
    }

    private void consumed(int end) {
        at = end;
        valueDue = false;
    }

    private IllegalStateException misuse(String call) {
        return new IllegalStateException("Out of order: " + call + " at offset " + at + " with " + depth
                + " containers open and " + (valueDue ? "a value due" : "no value due"));
    }
}
