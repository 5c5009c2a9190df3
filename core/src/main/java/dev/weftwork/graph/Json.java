package dev.weftwork.graph;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One JSON value, held as its exact source text: number lexemes, member order, duplicates and white space come back as
 * they came in. It is validated once, when made, and read on demand; reading costs a pass over the text.
 *
 * <p>Accepted are RFC 8259 and the number literals {@code NaN}, {@code Infinity}, {@code -Infinity}, at most 64
 * containers deep. One thing is rewritten: a raw lone surrogate becomes its escape, which is the same value, since
 * UTF-8 could not hold it. Each method that reads a value as what it is not, say a number as a string or an
 * array's members, throws an {@link IllegalStateException} that names the text.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class Json {

    /** The value {@code null}. */
    public static final Json NULL = new Json("null");

    /** The value {@code true}. */
    public static final Json TRUE = new Json("true");

    /** The value {@code false}. */
    public static final Json FALSE = new Json("false");

    /** An object without members. */
    public static final Json EMPTY_OBJECT = new Json("{}");

    /** An array without elements. */
    public static final Json EMPTY_ARRAY = new Json("[]");

    private final String text;

    Json(String trusted) {
        this.text = trusted;
    }

    /** The kinds of JSON values. */
    public enum Kind {
        /** Members by key. */
        OBJECT,
        /** Elements in order. */
        ARRAY,
        /** Text. */
        STRING,
        /** A number of any size, NaN and the infinities included. */
        NUMBER,
        /** True or false. */
        BOOLEAN,
        /** Null. */
        NULL;

        /** The kind that starts with this character, if any. */
        static @Nullable Kind of(char first) {
            return switch (first) {
                case '{' -> OBJECT;
                case '[' -> ARRAY;
                case '"' -> STRING;
                case 't', 'f' -> BOOLEAN;
                case 'n' -> NULL;
                case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'N', 'I' -> NUMBER;
                default -> null;
            };
        }
    }

    /**
     * One member of an object, as the text has it. Immutable.
     *
     * @param key the decoded key
     * @param value the value
     */
    public record Member(String key, Json value) {}

    /**
     * Takes a JSON text; white space around the value is dropped.
     *
     * @param text the text
     * @return the value
     * @throws IllegalArgumentException if the text is not one JSON value, naming the offset, what was found and what
     *     was expected
     */
    public static Json parse(String text) {
        JsonCursor cursor = new JsonCursor(text);
        Json value = cursor.value();
        cursor.end();
        return value;
    }

    /**
     * Makes JSON of a host value: null, Json, Boolean, CharSequence, enum (its name), every kind of number, Map with
     * text keys, Iterable, array; anything else (records, beans) through Jackson, which in a modular program must be
     * let in: public types of exported packages, or {@code opens ... to tools.jackson.databind}.
     *
     * @param value the host value
     * @return its JSON
     * @throws IllegalArgumentException if it holds NaN or an infinity, nests deeper than 64, or has no JSON form
     */
    public static Json of(@Nullable Object value) {
        return JsonHost.toJson(value);
    }

    /**
     * Makes an array of host values, each as {@link #of} takes it.
     *
     * @param elements the host values
     * @return the array
     * @throws IllegalArgumentException if an element has no JSON form
     */
    public static Json array(Iterable<? extends @Nullable Object> elements) {
        List<Json> made = new ArrayList<>();
        elements.forEach(element -> made.add(of(element)));
        return of(made);
    }

    /** {@return a builder of an object, without members} */
    public static JsonObjectBuilder object() {
        return new JsonObjectBuilder();
    }

    /** Takes text that is known to be one valid value without white space around it. */
    static Json trusted(String text) {
        if (text.length() > 5) {
            return new Json(text);
        }
        // Shared, since stored graphs hold these by the thousand.
        return switch (text) {
            case "null" -> NULL;
            case "true" -> TRUE;
            case "false" -> FALSE;
            case "{}" -> EMPTY_OBJECT;
            case "[]" -> EMPTY_ARRAY;
            default -> new Json(text);
        };
    }

    /** {@return what this value is} */
    public Kind kind() {
        return Objects.requireNonNull(Kind.of(text.charAt(0)));
    }

    /** {@return the exact source text without outer white space} */
    public String text() {
        return text;
    }

    /** {@return whether this is {@code null}} */
    public boolean isNull() {
        return kind() == Kind.NULL;
    }

    /** {@return the decoded string} */
    public String asString() {
        return cursor(Kind.STRING).string();
    }

    /**
     * {@return the whole number, exactly}
     *
     * @throws IllegalStateException if this is not a number, not whole, or beyond a long
     */
    public long asLong() {
        require(Kind.NUMBER);
        try {
            return JsonNumbers.toLong(text, 0, text.length());
        } catch (ArithmeticException e) {
            throw new IllegalStateException("Not a whole number in the range of a long: " + excerpt(), e);
        }
    }

    /** {@return the nearest double, NaN and the infinities included} */
    public double asDouble() {
        require(Kind.NUMBER);
        return JsonNumbers.toDouble(text, 0, text.length());
    }

    /**
     * {@return the number, exactly, with its scale}
     *
     * @throws IllegalStateException if this is not a number, is NaN or infinite, or longer than 10,000 characters
     */
    public BigDecimal asBigDecimal() {
        require(Kind.NUMBER);
        try {
            return JsonNumbers.toBigDecimal(text);
        } catch (ArithmeticException e) {
            throw new IllegalStateException("Not a decimal number: " + excerpt() + " (" + e.getMessage() + ")", e);
        }
    }

    /** {@return the boolean} */
    public boolean asBoolean() {
        return cursor(Kind.BOOLEAN).bool();
    }

    /**
     * Converts to a host type through Jackson. Numbers convert exactly or not at all; a field of type {@code Json}
     * keeps its exact text.
     *
     * @param type the host type: a record, bean, collection or scalar
     * @param <T> the host type
     * @return the host value
     * @throws IllegalStateException if this value does not fit the type, or is null
     */
    public <T> T as(Class<T> type) {
        return JsonHost.fromJson(this, type);
    }

    /**
     * The value of a member; of duplicate keys the last, as most readers have it.
     *
     * @param key the key
     * @return the value, or null if there is no such member
     * @throws IllegalStateException if this is not an object
     */
    public @Nullable Json get(String key) {
        JsonCursor cursor = cursor(Kind.OBJECT);
        Json found = null;
        cursor.beginObject();
        while (cursor.nextMember()) {
            if (cursor.keyIs(key)) {
                found = cursor.value();
            } else {
                cursor.skip();
            }
        }
        return found;
    }

    /**
     * An element of this array.
     *
     * @param index the place, from 0
     * @return the element
     * @throws IllegalStateException if this is not an array
     * @throws IndexOutOfBoundsException if there is no such place
     */
    public Json get(int index) {
        JsonCursor cursor = cursor(Kind.ARRAY);
        int at = 0;
        for (cursor.beginArray(); cursor.nextElement(); at++) {
            if (at == index) {
                return cursor.value();
            }
            cursor.skip();
        }
        throw new IndexOutOfBoundsException("No element " + index + " among " + at);
    }

    /** {@return the elements of this array, unmodifiable} */
    public List<Json> elements() {
        JsonCursor cursor = cursor(Kind.ARRAY);
        List<Json> elements = new ArrayList<>();
        cursor.beginArray();
        while (cursor.nextElement()) {
            elements.add(cursor.value());
        }
        return Collections.unmodifiableList(elements);
    }

    /** {@return the members of this object in their order, duplicates included, unmodifiable} */
    public List<Member> members() {
        JsonCursor cursor = cursor(Kind.OBJECT);
        List<Member> members = new ArrayList<>();
        cursor.beginObject();
        while (cursor.nextMember()) {
            members.add(new Member(cursor.key(), cursor.value()));
        }
        return Collections.unmodifiableList(members);
    }

    /** {@return the members of this object by key in their order, of duplicate keys the last value, unmodifiable} */
    public Map<String, Json> toMap() {
        Map<String, Json> map = new LinkedHashMap<>();
        members().forEach(member -> map.put(member.key(), member.value()));
        return Collections.unmodifiableMap(map);
    }

    /** {@return how many members, duplicates included, or elements there are} */
    public int size() {
        return kind() == Kind.OBJECT ? members().size() : elements().size();
    }

    /**
     * Whether there is a member of this key, be it null.
     *
     * @param key the key
     * @return whether there is one
     * @throws IllegalStateException if this is not an object
     */
    public boolean has(String key) {
        return get(key) != null;
    }

    /**
     * This object with one member set, in its place or else at the end; all other text stays as it is. Of duplicate
     * keys the last is set, which is the one that {@link #get(String)} reads.
     *
     * @param key the key
     * @param value the host value, as {@link #of} takes it
     * @return the object with the member
     * @throws IllegalStateException if this is not an object
     * @throws IllegalArgumentException if the value has no JSON form, or the result nests deeper than 64
     */
    public Json with(String key, @Nullable Object value) {
        return JsonEdit.of(this).with(key, of(value));
    }

    /**
     * This object without any member of one key; all other text stays as it is.
     *
     * @param key the key
     * @return the object without it; this very object if there was none
     * @throws IllegalStateException if this is not an object
     */
    public Json without(String key) {
        return JsonEdit.of(this).without(key);
    }

    /**
     * Whether another text means the same: member order, white space and spelling of strings and numbers aside; of
     * duplicate keys the last counts. NaN is the same as NaN.
     *
     * @param other the other value
     * @return whether they mean the same
     */
    public boolean sameValue(Json other) {
        return JsonEquality.same(this, other);
    }

    /** Whether the other is Json of exactly the same text; see {@link #sameValue} for meaning. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Json json && json.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The exact text. */
    @Override
    public String toString() {
        return text;
    }

    /** The text, cut short for a message. */
    String excerpt() {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    /** A cursor over this value, which must be of that kind. */
    JsonCursor cursor(Kind expected) {
        require(expected);
        return new JsonCursor(text);
    }

    private void require(Kind expected) {
        if (kind() != expected) {
            throw new IllegalStateException("Expected " + expected + " but this is " + kind() + ": " + excerpt());
        }
    }
}
