package dev.weftwork.format;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonWriter;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Spells values as the document did, as long as they still mean the same. Immutable. */
final class Literals {
    private static final Pattern NUMBER =
            Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?|NaN|-?Infinity");

    private final @Nullable Json literals;

    Literals(Map<String, Json> ext) {
        Json mark = ext.get(Marks.LITERALS);
        this.literals = mark == null || mark.kind() != Json.Kind.OBJECT ? null : mark;
    }

    String text(Slot slot, String value) {
        return string(slot.code(), value);
    }

    /** The key of a map's entry. */
    String key(String value) {
        return string(Marks.KEY, value);
    }

    private String string(String name, String value) {
        Json literal = find(name);
        boolean same = literal != null
                && literal.kind() == Json.Kind.STRING
                && literal.asString().equals(value);
        return same && literal != null ? literal.text() : JsonWriter.quote(value);
    }

    String number(Slot slot, double value) {
        Json literal = find(slot.code());
        boolean same =
                literal != null && literal.kind() == Json.Kind.NUMBER && Double.compare(literal.asDouble(), value) == 0;
        return same && literal != null ? literal.text() : Numerals.text(value);
    }

    /** An id or handle: a number only if it is one there and can be. */
    String reference(Slot slot, String value, boolean numeric) {
        return numeric && NUMBER.matcher(value).matches() ? value : text(slot, value);
    }

    private @Nullable Json find(String name) {
        return literals == null ? null : literals.get(name);
    }
}
