package dev.weftwork.graph;

import java.util.Objects;

/**
 * Writes compact JSON text; commas come by themselves. The mirror of {@link JsonCursor}, with the same limit of 64 open
 * containers; calls out of order are an {@link IllegalStateException}, so what it wrote completely is valid JSON.
 *
 * <p>Not thread-safe.
 */
public final class JsonWriter {

    private final StringBuilder out;
    private int depth;
    private long objects;
    private boolean comma;
    private boolean keyed;
    private boolean embedded;

    /** Starts an empty text. */
    public JsonWriter() {
        this(64);
    }

    /**
     * Starts an empty text with room for some characters.
     *
     * @param expectedLength how long the text is likely to get
     */
    public JsonWriter(int expectedLength) {
        this(new StringBuilder(expectedLength));
    }

    /**
     * Starts a text that its owner ends.
     *
     * @param out takes the text; nobody else writes to it until this has written its value
     */
    public JsonWriter(StringBuilder out) {
        this.out = Objects.requireNonNull(out, "A builder is needed; it takes the text");
    }

    /**
     * Opens an object, whose members follow.
     *
     * @return this
     */
    public JsonWriter beginObject() {
        return begin('{', 1);
    }

    /**
     * Closes the current object.
     *
     * @return this
     */
    public JsonWriter endObject() {
        return end('}', true);
    }

    /**
     * Opens an array, whose elements follow.
     *
     * @return this
     */
    public JsonWriter beginArray() {
        return begin('[', 0);
    }

    /**
     * Closes the current array.
     *
     * @return this
     */
    public JsonWriter endArray() {
        return end(']', false);
    }

    /**
     * Writes the key of the member whose value comes next. Keys are not checked for duplicates.
     *
     * @param key the key
     * @return this
     */
    public JsonWriter key(String key) {
        if (depth == 0 || keyed || !inObject()) {
            throw misuse("key");
        }
        if (comma) {
            out.append(',');
        }
        JsonStrings.appendQuoted(out, key);
        out.append(':');
        keyed = true;
        return this;
    }

    /**
     * Writes a string.
     *
     * @param value the string; lone surrogates are kept, as escapes
     * @return this
     */
    public JsonWriter value(String value) {
        Objects.requireNonNull(value, "value");
        before();
        JsonStrings.appendQuoted(out, value);
        return after();
    }

    /**
     * Writes a whole number.
     *
     * @param value the number
     * @return this
     */
    public JsonWriter value(long value) {
        before();
        out.append(value);
        return after();
    }

    /**
     * Writes a number: without a fraction if it is whole and within 2^53, as {@code -0.0} if it is negative zero.
     *
     * @param value the number
     * @return this
     * @throws IllegalArgumentException if the number is NaN or infinite
     */
    public JsonWriter value(double value) {
        return raw(JsonNumbers.format(value));
    }

    /**
     * Writes {@code true} or {@code false}.
     *
     * @param value the value
     * @return this
     */
    public JsonWriter value(boolean value) {
        return raw(value ? "true" : "false");
    }

    /**
     * Writes a value exactly as its text has it.
     *
     * @param value the value
     * @return this
     */
    public JsonWriter value(Json value) {
        char first = value.text().charAt(0);
        embedded |= first == '{' || first == '[';
        return raw(value.text());
    }

    /**
     * Writes {@code null}.
     *
     * @return this
     */
    public JsonWriter nullValue() {
        return raw("null");
    }

    /**
     * Writes text that is known to be one JSON value, such as what another writer wrote. It is not looked at.
     *
     * @param json the text
     * @return this
     */
    public JsonWriter raw(String json) {
        before();
        out.append(json);
        return after();
    }

    /**
     * How many characters are written.
     *
     * @return the length of the text so far
     */
    public int length() {
        return out.length();
    }

    /**
     * Takes back what was written after a length, which must have been that of the text between two elements, or
     * members, of what is open now.
     *
     * @param length what {@link #length()} was then
     */
    public void cut(int length) {
        if (length < 1 || keyed) {
            throw misuse("cut");
        }
        comma = out.charAt(length - 1) != (inObject() ? '{' : '[');
        out.setLength(length);
    }

    /**
     * The one value that was written.
     *
     * @return the value
     * @throws IllegalStateException if no value, or not the whole of it, has been written
     * @throws IllegalArgumentException if values that were written whole make it nest deeper than 64
     */
    public Json toJson() {
        if (depth > 0 || out.isEmpty()) {
            throw new IllegalStateException("The value is not complete: " + depth + " containers are open");
        }
        // A deep value inside containers may be too deep as a whole; trusted, it could be stored and never read again.
        return embedded ? Json.parse(out.toString()) : Json.trusted(out.toString());
    }

    /** The text so far. */
    @Override
    public String toString() {
        return out.toString();
    }

    /**
     * A string as a JSON literal: quotes, backslashes, control characters and lone surrogates are escaped, so the
     * literal survives any encoding; all else stays as it is.
     *
     * @param value the string
     * @return the literal with its quotes
     */
    public static String quote(String value) {
        StringBuilder out = new StringBuilder(value.length() + 2);
        JsonStrings.appendQuoted(out, value);
        return out.toString();
    }

    private JsonWriter begin(char bracket, int object) {
        before();
        if (depth == JsonScanner.MAX_DEPTH) {
            throw new IllegalArgumentException(
                    "JSON nests deeper than the limit of " + JsonScanner.MAX_DEPTH + " containers");
        }
        objects = objects << 1 | object;
        depth++;
        comma = false;
        out.append(bracket);
        return this;
    }

    private JsonWriter end(char bracket, boolean object) {
        if (depth == 0 || keyed || inObject() != object) {
            throw misuse("'" + bracket + "'");
        }
        out.append(bracket);
        objects >>>= 1;
        depth--;
        comma = true;
        return this;
    }

    /** Outermost, {@code comma} says that the one value is written; in an object, a key has placed the comma. */
    private void before() {
        if (depth == 0 ? comma : inObject() && !keyed) {
            throw misuse("a value");
        }
        if (comma && !keyed) {
            out.append(',');
        }
        keyed = false;
    }

    private JsonWriter after() {
        comma = true;
        return this;
    }

    private boolean inObject() {
        return (objects & 1) != 0;
    }

    private IllegalStateException misuse(String call) {
        return new IllegalStateException("Out of order: " + call + " after " + out.length() + " characters with "
                + depth + " containers open" + (keyed ? " and a value due" : ""));
    }
}
