package dev.weftwork.format;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A document, node or link taken apart.
 *
 * @param fields the values of its typed fields, as the document has them
 * @param config its settings
 * @param ext its unknown fields by their path
 * @param ports the arrays of links in it
 * @param inputs the links among its settings, by key
 * @param shape where each of them stood
 */
record Lifted(
        Map<Slot, Json> fields,
        Map<String, Json> config,
        Map<String, Json> ext,
        List<Port> ports,
        Map<String, Json> inputs,
        String shape) {

    /**
     * An array of links.
     *
     * @param path where the port's arrays stand
     * @param index which of them this is
     */
    record Port(String path, int index, Json links) {}

    /** A text field, or the empty text. */
    String text(Slot slot) {
        String text = reference(slot);
        return text == null ? "" : text;
    }

    /** An id or handle as text, whether it was a string or a number. */
    @Nullable String reference(Slot slot) {
        Json value = fields.get(slot);
        return value == null ? null : text(value);
    }

    /** A string's characters, or a number's literal. */
    static String text(Json value) {
        return value.kind() == Json.Kind.STRING ? value.asString() : value.text();
    }

    /** A number, or what stands for it when there is none. */
    double number(Slot slot, double otherwise) {
        Json value = fields.get(slot);
        return value == null ? otherwise : value.asDouble();
    }

    /** The literals that we would not write like that, or null if there are none. */
    @Nullable Json literals(boolean withId, @Nullable String keyText) {
        JsonWriter out = new JsonWriter().beginObject();
        int empty = out.length();
        fields.forEach((slot, value) -> {
            if (slot.isScalar() && (withId || slot != Slot.ID) && !isPlain(slot, value)) {
                out.key(slot.code()).value(value);
            }
        });
        if (keyText != null && !isPlain(keyText)) {
            out.key(Marks.KEY).value(Json.parse(keyText));
        }
        return out.length() == empty ? null : out.endObject().toJson();
    }

    /** Whether a field is spelled as we would. */
    static boolean isPlain(Slot slot, Json value) {
        if (slot.isNumber()) {
            return value.text().equals(Numerals.plain(value.asDouble()));
        }
        return value.kind() != Json.Kind.STRING || isPlain(value.text());
    }

    /** Whether a string is spelled as we would. */
    static boolean isPlain(String literal) {
        return literal.indexOf('\\') < 0
                || JsonWriter.quote(Json.parse(literal).asString()).equals(literal);
    }
}
